import type { Mutation } from "../mutation.js";

export const renderer: readonly Mutation[] = [];
