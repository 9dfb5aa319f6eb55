import { IsArray, IsBoolean, IsOptional, IsString, Length } from "class-validator";
import { stringify } from "csv-stringify/sync";
import { injectable } from "inversify";
import { isRecord } from "../../../src/validation/is-record.js";
import { invalidNode } from "../invalid-node.js";
import type { NodeRun, NodeType, PortDescription } from "../node-type.js";
import { turnTaker } from "../turns.js";

/** How many values are written before others get a turn. */
const BATCH_VALUES = 10_000;

export class CsvFormatParams {
  @IsString()
  @Length(1, 8)
  delimiter = ",";

  /** Which properties of the rows are written, in this order. Default: all, as they first appear. */
  @IsOptional()
  @IsArray()
  @IsString({ each: true })
  columns?: string[];

  /** Whether the first line names the columns. */
  @IsBoolean()
  header = true;

  /** Whether values that a spreadsheet would take for a formula get a quote before them. */
  @IsBoolean()
  escapeFormulas = false;
}

/** Writes rows as CSV. Dates are written in ISO 8601, objects and lists as JSON, null as nothing. */
@injectable()
export class CsvFormatNode implements NodeType {
  readonly type = "csv-format";
  readonly title = "Format CSV";
  readonly category = "Text";
  readonly description = "Writes rows as CSV text.";
  readonly parameters = CsvFormatParams;
  readonly inputs: PortDescription[] = [
    { name: "rows", type: "array", required: true, description: "Objects or lists" },
  ];
  readonly outputs: PortDescription[] = [{ name: "text", type: "string" }];

  async execute({ inputs, parameters, signal }: NodeRun<CsvFormatParams>) {
    const rows = inputs.rows as unknown[];
    const turn = turnTaker(signal);
    const columns = parameters.columns ?? (await columnsOf(rows, turn));

    let text = parameters.header && columns.length > 0 ? format([columns], parameters) : "";
    const batchRows = Math.ceil(BATCH_VALUES / Math.max(1, columns.length));
    for (let at = 0; at < rows.length; at += batchRows) {
      const batch = rows.slice(at, at + batchRows);
      text += format(
        batch.map((row, index) => recordOf(row, at + index, columns)),
        parameters,
      );
      await turn();
    }
    return { text };
  }
}

async function columnsOf(rows: readonly unknown[], turn: () => Promise<void>): Promise<string[]> {
  const columns = new Set<string>();
  for (const row of rows) {
    if (isRecord(row)) for (const column of Object.keys(row)) columns.add(column);
    await turn();
  }
  return [...columns];
}

function recordOf(row: unknown, at: number, columns: readonly string[]): readonly unknown[] {
  if (Array.isArray(row)) return row;
  if (isRecord(row)) return columns.map((column) => (Object.hasOwn(row, column) ? row[column] : undefined));
  throw invalidNode({
    path: `inputs.rows[${at}]`,
    constraint: "isRow",
    message: "must be an object or a list",
  });
}

const format = (records: (readonly unknown[])[], { delimiter, escapeFormulas }: CsvFormatParams): string =>
  stringify(records as unknown[][], {
    delimiter,
    escape_formulas: escapeFormulas,
    cast: { boolean: String, date: (date) => date.toISOString() },
  });
