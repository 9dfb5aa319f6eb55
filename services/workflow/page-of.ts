import type { PageParams } from "./list.params.js";
import type { Page } from "./workflow.api.js";

const DEFAULT_PAGE_SIZE = 50;

/** Reads some of the rows of a list. */
export type PageRows<Item> = (limit: number, offset: number) => Item[];

export function pageOf<Item>(params: PageParams, rows: PageRows<Item>, total: number): Page<Item> {
  const page = params.page ?? 1;
  const pageSize = params.pageSize ?? DEFAULT_PAGE_SIZE;
  return { items: rows(pageSize, (page - 1) * pageSize), total, page, pageSize };
}
