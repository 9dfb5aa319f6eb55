import type { Mutation } from "../mutation.js";

export const decorators: readonly Mutation[] = [];
