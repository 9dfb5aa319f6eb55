import fc from "fast-check";

/** Those that keep a frame well-formed come first, and far more often. */
const KINDS = [
  "rename",
  "exchange",
  "copy",
  "replace",
  "insert",
  "remove",
  "repeat",
  "nest",
  "alter",
  "cut",
] as const;

/** One change of a list of tokens; where it happens is taken modulo their number. */
export interface Mutation<Token> {
  kind: (typeof KINDS)[number];
  at: number;
  to: number;
  token: Token;
  value: readonly Token[];
  name: Token;
}

/** What the tokens of a format are to a mutation. */
export interface Format<Token> {
  /** Tokens that a well-meaning writer would not use, or not there. */
  hostile: fc.Arbitrary<Token>;
  /** A whole value. */
  value: fc.Arbitrary<Token[]>;
  /** A name where there is one. */
  name: fc.Arbitrary<Token>;
  isName(tokens: readonly Token[], at: number): boolean;
  /** How many tokens the value has that begins there; 0 where none does. */
  spanOf(tokens: readonly Token[], at: number): number;
  /** A token with something within it changed: a byte, a letter. */
  alter(token: Token, at: number, to: number): Token;
}

const WEIGHTS: Partial<Record<(typeof KINDS)[number], number>> = { rename: 16, exchange: 16, copy: 10 };

/** Up to five changes. */
export const mutationsOf = <Token>({
  hostile,
  value,
  name,
}: Format<Token>): fc.Arbitrary<Mutation<Token>[]> =>
  fc.array(
    fc.record({
      kind: fc.oneof(...KINDS.map((kind) => ({ weight: WEIGHTS[kind] ?? 1, arbitrary: fc.constant(kind) }))),
      at: fc.nat(10_000),
      to: fc.nat(10_000),
      token: hostile,
      value,
      name,
    }),
    { maxLength: 5 },
  );

/** The tokens after all changes, one after the other. */
export function mutated<Token>(
  tokens: readonly Token[],
  mutations: readonly Mutation<Token>[],
  format: Format<Token>,
): Token[] {
  const result = [...tokens];
  for (const mutation of mutations) if (result.length > 0) mutate(result, mutation, format);
  return result;
}

function mutate<Token>(tokens: Token[], mutation: Mutation<Token>, format: Format<Token>): void {
  const { kind, token } = mutation;
  const at = mutation.at % tokens.length;
  const to = mutation.to % tokens.length;
  switch (kind) {
    case "rename":
      tokens[nextName(tokens, at, format)] = mutation.name;
      break;
    case "exchange":
      tokens.splice(...valueAt(tokens, at, format), ...mutation.value);
      break;
    case "copy": {
      const [from, span] = valueAt(tokens, to, format);
      tokens.splice(...valueAt(tokens, at, format), ...tokens.slice(from, from + span));
      break;
    }
    case "replace":
      tokens[at] = token;
      break;
    case "insert":
      tokens.splice(at, 0, token);
      break;
    case "remove":
      tokens.splice(at, 1 + (mutation.to % 3));
      break;
    case "repeat":
      tokens.splice(to, 0, ...tokens.slice(at, at + 1 + (mutation.to % 8)));
      break;
    case "nest":
      tokens.splice(at, 0, ...new Array<Token>(mutation.to % 300).fill(token));
      break;
    case "alter":
      tokens[at] = format.alter(tokens[at] as Token, mutation.to, mutation.at + mutation.to);
      break;
    case "cut":
      tokens.length = at;
  }
}

/** The first value from a place on, as `splice` takes it. */
function valueAt<Token>(
  tokens: readonly Token[],
  at: number,
  format: Format<Token>,
): [at: number, span: number] {
  for (let place = at; place < tokens.length; place++) {
    const span = format.spanOf(tokens, place);
    if (span > 0) return [place, span];
  }
  return [0, tokens.length];
}

/** The first name from a place on, else from the start. */
function nextName<Token>(tokens: readonly Token[], at: number, format: Format<Token>): number {
  const isName = (_: Token, place: number) => format.isName(tokens, place);
  const after = tokens.findIndex((token, place) => place >= at && isName(token, place));
  return after === -1 ? Math.max(0, tokens.findIndex(isName)) : after;
}
