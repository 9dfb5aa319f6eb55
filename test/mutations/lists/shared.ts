import type { Mutation } from "../mutation.js";

export const shared: readonly Mutation[] = [];
