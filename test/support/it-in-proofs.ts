import { sizeOfRun } from "./sized.js";

/** `it` for what has one size, and that a large one: a small run skips it, and the proofs run it. */
export const itInProofs: jest.It = sizeOfRun() === "small" ? it.skip : it;
