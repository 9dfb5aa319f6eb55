/**
 * Characters that move a terminal's cursor, begin a line or turn the direction of what follows: C0, C1, those of
 * Unicode's bidirectional algorithm, the two separators, and the mark that is not seen at all.
 */
const UNPRINTABLE = /[\p{Cc}\p{Bidi_Control}\u2028\u2029\ufeff]/gu;

/** A text from outside as one line for a log, a terminal or a refusal: what would not be seen stands as its escape. */
export const printable = (text: string): string =>
  text.replace(UNPRINTABLE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** The same for a text of several lines, of which none but the first begins where a line of a log does. */
export const printableLines = (text: string): string => text.split("\n").map(printable).join("\n    ");
