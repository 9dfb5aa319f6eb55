import { isDate, isNativeError, isRegExp } from "node:util/types";
import mustache from "mustache";

/** How a value is written that is not a section. */
type Written = (text: string) => string;

/** Fills templates, and writes values without calling anything of theirs. */
export class TemplateWriter extends mustache.Writer {
  constructor(private readonly written: Written) {
    super();
  }

  override escapedValue(token: string[], context: mustache.Context): string {
    return this.written(this.unescapedValue(token, context));
  }

  override unescapedValue([, name = ""]: string[], context: mustache.Context): string {
    return textOf(context.lookup(name));
  }
}

/** As `String` has it, except that a `toString` among the data is data. */
function textOf(value: unknown, around: readonly unknown[] = []): string {
  if (value === undefined || value === null) return "";
  if (typeof value !== "object") return String(value);
  if (Array.isArray(value)) {
    if (around.includes(value)) return "";
    const inside = [...around, value];
    return value.map((element) => textOf(element, inside)).join(",");
  }
  if (isDate(value)) return Date.prototype.toString.call(value);
  if (isRegExp(value)) return RegExp.prototype.toString.call(value);
  if (isNativeError(value)) return Error.prototype.toString.call(value);
  return Object.prototype.toString.call(value);
}
