import type { TestSize } from "../support/sized.js";

/** One small fault, written into the code to see whether the tests notice. */
export interface Mutation {
  /** What goes wrong, as one would say it in a report: "the redirect limit is off by one". */
  readonly name: string;
  /** The file, from the repository's folder. */
  readonly file: string;
  /** Text that the file has exactly once. */
  readonly text: string;
  /** What stands in its place. */
  readonly replacement: string;
  /** The test files of which one has to fail, from the repository's folder. */
  readonly tests: readonly string[];
  /** How large the tests have to be to notice it. Default: small. */
  readonly size?: TestSize;
  /** Why nothing that a caller or an author sees is different. It then has to survive. */
  readonly equivalent?: string;
}

/** A mutation in short: its name, text and replacement, and what differs from the others of its file. */
type Fault = readonly [
  name: string,
  text: string,
  replacement: string,
  more?: Partial<Pick<Mutation, "tests" | "size" | "equivalent">>,
];

/** The mutations of one file, and the tests that have to notice them. */
export const mutationsOf = (file: string, tests: readonly string[], faults: readonly Fault[]): Mutation[] =>
  faults.map(([name, text, replacement, more]) => ({ name, file, text, replacement, tests, ...more }));

/**
 * The file's text with the fault in it.
 * @throws Error when the mutation no longer fits the file
 */
export function mutate(source: string, { name, file, text, replacement }: Mutation): string {
  const [before, after, ...more] = source.split(text);
  if (text === "" || before === undefined || after === undefined) {
    throw new Error(`"${name}" does not fit ${file} any more: the file does not have the text\n${text}`);
  }
  if (more.length > 0) {
    throw new Error(`"${name}" is ambiguous: ${file} has its text ${more.length + 1} times\n${text}`);
  }
  if (text === replacement) throw new Error(`"${name}" changes nothing in ${file}`);
  return before + replacement + after;
}
