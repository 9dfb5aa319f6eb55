import { Readable } from "node:stream";
import { IsBoolean, IsString, Length } from "class-validator";
import { type CsvError, type Parser, parse } from "csv-parse";
import { injectable } from "inversify";
import { RpcError } from "../../../decorators/index.js";
import type { NodeRun, NodeType, PortDescription } from "../node-type.js";
import { turnTaker } from "../turns.js";

const CHUNK_BYTES = 64 * 1024;

/** A number as it is usually written. No leading zeros: postal codes and the like stay text. */
const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

export class CsvParseParams {
  @IsString()
  @Length(1, 8)
  delimiter = ",";

  /** Whether the first line names the columns, and rows are objects; else they are lists. */
  @IsBoolean()
  header = true;

  /** Whether what is written as a number becomes one, if that loses nothing. */
  @IsBoolean()
  numbers = false;

  /** Whether white space around the values goes. */
  @IsBoolean()
  trim = false;
}

/** Reads CSV as RFC 4180 has it, with line ends of any kind. Empty lines and a byte order mark are nothing. */
@injectable()
export class CsvParseNode implements NodeType {
  readonly type = "csv-parse";
  readonly title = "Parse CSV";
  readonly category = "Text";
  readonly description = "Reads rows from CSV text.";
  readonly parameters = CsvParseParams;
  readonly inputs: PortDescription[] = [{ name: "text", type: "string", required: true }];
  readonly outputs: PortDescription[] = [
    { name: "rows", type: "array", description: "Objects, or lists where the text has no header" },
    { name: "columns", type: "array", description: "The names in the header" },
  ];

  async execute({ inputs, parameters, signal }: NodeRun<CsvParseParams>) {
    const { delimiter, trim, header } = parameters;
    const valueIn = parameters.numbers ? numberOrText : (text: string) => text;
    const rows: unknown[] = [];
    let columns: string[] | undefined;

    const parser = parse({ bom: true, delimiter, trim, skip_empty_lines: true });
    for await (const record of parsed(inputs.text as string, parser, signal)) {
      if (!header) rows.push(record.map(valueIn));
      else if (columns === undefined) columns = distinct(record);
      else rows.push(objectOf(columns, record.map(valueIn)));
    }
    return { rows, columns: columns ?? [] };
  }
}

/** The records of a text, with turns for others in between. */
async function* parsed(text: string, parser: Parser, signal: AbortSignal): AsyncGenerator<string[]> {
  const turn = turnTaker(signal);
  try {
    for await (const record of Readable.from(chunksOf(Buffer.from(text))).pipe(parser)) {
      yield record;
      await turn();
    }
  } catch (error) {
    signal.throwIfAborted();
    const { code, lines, message } = error as CsvError;
    throw csvError(message, { code, line: lines }, error);
  }
}

function* chunksOf(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.byteLength; at += CHUNK_BYTES) yield bytes.subarray(at, at + CHUNK_BYTES);
}

const objectOf = (columns: readonly string[], values: readonly unknown[]): object =>
  Object.fromEntries(values.map((value, at) => [columns[at], value]));

function distinct(columns: string[]): string[] {
  const names = new Set<string>();
  for (const column of columns) {
    if (names.has(column)) throw csvError(`two columns are called ${JSON.stringify(column)}`, { column });
    names.add(column);
  }
  return columns;
}

function numberOrText(text: string): number | string {
  const number = Number(text);
  const exact = !Number.isInteger(number) || Number.isSafeInteger(number);
  return NUMBER.test(text) && Number.isFinite(number) && exact ? number : text;
}

const csvError = (reason: string, data: object, cause?: unknown): RpcError =>
  new RpcError("CSV_ERROR", `The text is no CSV: ${reason}`, { data, cause });
