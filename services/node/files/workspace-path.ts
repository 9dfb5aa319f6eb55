import { lstat, mkdir, realpath } from "node:fs/promises";
import path from "node:path";
import { RpcError } from "../../../decorators/index.js";

/**
 * Where in the workspace a path leads, by its text alone; `..` and what is absolute cannot leave.
 *
 * @throws RpcError `FORBIDDEN`.
 */
export function pathInside(root: string, given: string): string {
  const target = path.resolve(root, given);
  const strange = given.includes("\0") || path.isAbsolute(given) || path.win32.parse(given).root !== "";
  if (strange || !isInside(root, target)) throw outside(given);
  return target;
}

/**
 * Follows a path from the workspace down, link by link, and gives the real one; where nothing is, it goes on
 * by its text, or the folders are made.
 *
 * @throws RpcError `FORBIDDEN` when a link leads out of the workspace or nowhere.
 */
export async function realPathInside(
  root: string,
  target: string,
  { makeFolders = false } = {},
): Promise<string> {
  const names = path.relative(root, target).split(path.sep);
  let at = root;
  for (const [index, name] of names.entries()) {
    const next = path.join(at, name);
    const isFolder = index < names.length - 1;
    const missing = (await existingInside(root, next)) === undefined;
    if (missing && isFolder && makeFolders) await mkdir(next).catch(ignoreExisting);
    at = (await existingInside(root, next)) ?? next;
  }
  return at;
}

/** The real path of what is there, or nothing when nothing is. */
async function existingInside(root: string, target: string): Promise<string | undefined> {
  try {
    const real = await realpath(target);
    if (isInside(root, real)) return real;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    // A link to nothing is there all the same, and writing through it would make what it names.
    if (!(await isLink(target))) return undefined;
  }
  throw outside(path.relative(root, target));
}

/** Whether a path is below the root, by its text. */
export function isInside(root: string, target: string): boolean {
  const way = path.relative(root, target);
  return way !== "" && way !== ".." && !way.startsWith(`..${path.sep}`) && !path.isAbsolute(way);
}

/** Anything else that is there now was made since, and is looked up again. */
const isLink = (target: string): Promise<boolean> =>
  lstat(target).then(
    (found) => found.isSymbolicLink(),
    () => false,
  );

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== "EEXIST") throw error;
}

/** The refusal of a path. */
export const outside = (given: string): RpcError =>
  new RpcError("FORBIDDEN", `${JSON.stringify(given)} leads out of the workspace`, { data: { path: given } });
