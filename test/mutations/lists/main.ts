import type { Mutation } from "../mutation.js";

export const main: readonly Mutation[] = [];
