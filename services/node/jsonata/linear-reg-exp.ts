import { RE2JS } from "re2js";

const MAX_PATTERN_LENGTH = 1000;

/** How much a search may have to do: characters of the text times instructions of the pattern. */
const MAX_WORK = 2 ** 28;

/** The white space that JavaScript's `\s` has and RE2's has not. */
const MORE_SPACE = "\\v\\p{Z}\\ufeff";

/** A literal in an expression is made anew each time it is evaluated, of the same RegExp. */
const compiled = new WeakMap<RegExp, RE2JS>();

/**
 * What JSONata needs of a RegExp, by an engine whose searches take time in proportion to the text, where
 * JavaScript's own may never end. As in RE2, `.`, `^` and `$` know no line ends but `\n`.
 */
export class LinearRegExp {
  lastIndex = 0;
  readonly #pattern: RE2JS;

  /**
   * @param beforeSearch Called before each search.
   * @throws Error for backreferences, lookaround and patterns that are too long.
   */
  constructor(
    private readonly beforeSearch: () => void,
    private readonly source: RegExp,
  ) {
    this.#pattern = compiled.get(source) ?? compile(source);
    compiled.set(source, this.#pattern);
  }

  /** The first match from `lastIndex` on, which then is its end. */
  exec(text: string): RegExpExecArray | null {
    this.beforeSearch();
    if (text.length * this.#pattern.programSize() > MAX_WORK) {
      throw new Error(`${this.source} is too much for a text of ${text.length} characters`);
    }
    const matcher = this.#pattern.matcher(text);
    if (!matcher.find(this.lastIndex)) return null;
    this.lastIndex = matcher.end();
    const groups = Array.from({ length: matcher.groupCount() + 1 }, (_, n) => matcher.group(n) ?? undefined);
    return Object.assign(groups, { index: matcher.start(), input: text }) as RegExpExecArray;
  }
}

function compile(pattern: RegExp): RE2JS {
  if (pattern.source.length > MAX_PATTERN_LENGTH) {
    throw new Error(`A regular expression has at most ${MAX_PATTERN_LENGTH} characters`);
  }
  const widened = new RegExp(withMoreSpace(pattern.source), pattern.flags);
  try {
    return RE2JS.compile(RE2JS.translateRegExp(widened));
  } catch (cause) {
    const message = `${pattern} is not supported, for it may never end: no backreferences, no lookaround`;
    throw new Error(message, { cause });
  }
}

function withMoreSpace(source: string): string {
  let inClass = false;
  return source.replace(/\\.|[[\]]/gs, (token) => {
    if (token === "[" || token === "]") inClass = token === "[";
    if (token === "\\s") return inClass ? token + MORE_SPACE : `[\\s${MORE_SPACE}]`;
    return token === "\\S" && !inClass ? `[^\\s${MORE_SPACE}]` : token;
  });
}
