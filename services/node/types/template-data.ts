import mustache from "mustache";
import { own } from "../../values/own.js";

/** How many sections one template may open, so that nested ones over long lists end. */
const MAX_SECTIONS = 1_000_000;

/**
 * What a template sees at one place. Mustache's own context also finds what values inherit, and calls the
 * functions it finds; this one knows only the data itself.
 */
export class TemplateData extends mustache.Context {
  constructor(
    view: unknown,
    private readonly outer?: TemplateData,
    private readonly opened = { count: 0 },
  ) {
    super(view, outer);
  }

  override push(view: unknown): TemplateData {
    if (++this.opened.count > MAX_SECTIONS)
      throw new RangeError(`it opens more than ${MAX_SECTIONS} sections`);
    return new TemplateData(view, this, this.opened);
  }

  /** The name's value here, else in the nearest place around that has it. */
  override lookup(name: string): unknown {
    if (name === ".") return isData(this.view) ? this.view : undefined;
    const [first = "", ...rest] = name.split(".");
    if (!has(this.view, first)) return this.outer?.lookup(name);
    return rest.reduce(member, member(this.view, first));
  }
}

/** A function is not: mustache would call it, or write its source. */
const isData = (value: unknown): boolean => typeof value !== "function";

const has = (value: unknown, name: string): value is Record<string, unknown> =>
  typeof value === "object" &&
  value !== null &&
  Object.hasOwn(value, name) &&
  isData(own(value as Record<string, unknown>, name));

const member = (value: unknown, name: string): unknown => (has(value, name) ? own(value, name) : undefined);
