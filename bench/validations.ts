import type { ClassConstructor } from "class-transformer";
import type { ZodType } from "zod";
import { DtoValidator, UNSURE } from "../src/validation/index.js";
import { checked } from "./calls.js";
import type { Connection, Contestant } from "./workload.js";

/** Validates values that nobody has seen before. */
export interface Validation {
  /** Makes new ones. */
  prepare(): void;
  run(): Promise<void>;
}

interface Subject {
  dto: ClassConstructor<object>;
  /** The same for zod, as strict. */
  schema: ZodType;
  good: unknown;
  bad: unknown;
  /** How many values are validated in a round. */
  count: number;
}

/** Those who validate the same value, with no channel around them. */
export function validationContestants({ dto, schema, good, bad, count }: Subject): Contestant<Validation>[] {
  const validator = new DtoValidator(dto);
  const contestant = (name: string, value: unknown, validate: (value: unknown) => unknown) => ({
    name,
    validates: true,
    open: async () => validation(value, count, validate),
  });
  return [
    contestant("ours", good, (value) => {
      if (validator.accept(value) === UNSURE) throw new Error("The acceptor is not sure");
    }),
    contestant("zod 4", good, (value) => schema.parse(value)),
    contestant("the libraries", good, (value) => checked(dto, value)),
    contestant("ours, refusing", bad, async (value) => {
      const { issues } = await validator.explain(value);
      if (issues.length === 0) throw new Error("Nothing was refused");
    }),
  ];
}

/** The same value so many times, a clone each. */
export function validation(
  value: unknown,
  count: number,
  validate: (value: unknown) => unknown,
): Connection<Validation> {
  let fresh: unknown[] = [];
  const client = {
    prepare() {
      fresh = Array.from({ length: count }, () => structuredClone(value));
    },
    async run() {
      for (const each of fresh) await validate(each);
    },
  };
  return { client, close: async () => {} };
}
