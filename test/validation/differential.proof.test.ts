import { inspect, isDeepStrictEqual } from "node:util";
import { getMetadataStorage, useContainer } from "class-validator";
import fc from "fast-check";
import { UNSURE } from "../../src/validation/acceptor.js";
import { Acceptors } from "../../src/validation/acceptors.js";
import { assembled, generated } from "../../src/validation/assemble.js";
import { explain } from "../../src/validation/explain.js";
import { MAX_ISSUES, type ValidationIssue } from "../../src/validation/issue.js";
import { DEFAULT_PAYLOAD_LIMITS, PayloadWalk } from "../../src/validation/payload-limits.js";
import { sized } from "../support/sized.js";
import { choices } from "./support/choose.js";
import type { DtoShape } from "./support/dto-shape.js";
import { anyDtoShape } from "./support/dto-shapes.js";
import { anyValue } from "./support/dto-values.js";
import { contentOf, countOf, deviations, isCyclic, librariesAnswer } from "./support/oracle.js";

/** How many classes, each with a value. */
const RUNS = sized({ small: 500, ci: 5_000, full: 50_000 }, "ATOMITON_TEST_DTOS");

const tally = { accepted: 0, atOnce: 0, refused: 0, deviating: 0 };

function acceptedBy(acceptors: Acceptors, { dto }: DtoShape, value: object): unknown {
  try {
    return acceptors.of(dto).accept(value, 1, new PayloadWalk(DEFAULT_PAYLOAD_LIMITS));
  } catch {
    return UNSURE;
  }
}

async function explained({ dto }: DtoShape, value: object) {
  const issues: ValidationIssue[] = [];
  const instance = await explain(dto, value, "value", (issue) => void issues.push(issue));
  return { instance, issues };
}

/** class-validator asks every class it knows whether it is an ancestor. */
function forget(): void {
  const { validationMetadatas } = getMetadataStorage() as unknown as {
    validationMetadatas: Map<unknown, unknown>;
  };
  validationMetadatas.clear();
}

async function compare(shape: DtoShape, value: object): Promise<void> {
  const found = await explained(shape, value);
  const sure = [generated, assembled].map((how) => acceptedBy(new Acceptors(how), shape, value));
  expect(sure[0] === UNSURE).toBe(sure[1] === UNSURE);
  const stricter = [...deviations(shape, value)];
  if (stricter.length > 0) {
    tally.deviating++;
    expect(sure).toEqual([UNSURE, UNSURE]);
    const [first] = found.issues;
    // What cannot be read at all has not been looked through to its end.
    if (first?.constraint === "isReadable") return;
    const told = found.issues.map(({ path, constraint }) => `${path}: ${constraint}`);
    expect(told).toEqual(stricter.includes("isAcyclic") ? ["value: isAcyclic"] : stricter);
    return;
  }
  // A ring that no class follows stays as it came. The libraries follow it, or change it on the way.
  if (isCyclic(value)) return;
  const { instance, issues } = await librariesAnswer(shape, value);
  if (instance === undefined) {
    expect(found.issues.map(({ constraint }) => constraint)).toEqual(issues);
  } else {
    expect(found.issues.map(({ path, constraint, message }) => `${path}: ${constraint}: ${message}`)).toEqual(
      issues,
    );
  }
  if (issues.length > 0) {
    tally.refused++;
    expect(sure).toEqual([UNSURE, UNSURE]);
    return;
  }
  tally.accepted++;
  if (sure[0] !== UNSURE) tally.atOnce++;
  for (const made of [found.instance, ...sure.filter((answer) => answer !== UNSURE)]) {
    expect(isDeepStrictEqual(contentOf(made), contentOf(instance))).toBe(true);
  }
}

/** class-validator looks for a rule's instance in a list of all there are, which here is long. */
const instances = new WeakMap<object, object>();
beforeAll(() =>
  useContainer({
    get: (type: new () => object) => {
      const instance = instances.get(type) ?? new type();
      instances.set(type, instance);
      return instance;
    },
  }),
);

it(`agrees with the libraries about ${RUNS} classes`, async () => {
  await fc.assert(
    fc.asyncProperty(choices, async (choose) => {
      const shape = anyDtoShape(choose);
      const value = anyValue(choose, shape);
      // Of more, the room looks at a hundred.
      fc.pre(countOf(value) <= MAX_ISSUES);
      try {
        await compare(shape, value);
      } catch (error) {
        const told = inspect({ shape, value }, { depth: 12 });
        throw new Error(`${(error as Error).message}\n${told}`, { cause: error });
      } finally {
        forget();
      }
    }),
    // A smaller example is of no use: other draws make another class.
    { numRuns: RUNS, endOnFailure: true },
  );
  // The generator makes enough of each, and the acceptors are sure of much that is valid.
  expect(tally.refused / RUNS).toBeGreaterThan(0.2);
  expect(tally.deviating / RUNS).toBeGreaterThan(0.1);
  expect(tally.accepted / RUNS).toBeGreaterThan(0.1);
  expect(tally.atOnce / tally.accepted).toBeGreaterThan(0.3);
}, 3_600_000);
