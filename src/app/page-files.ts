import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** One file of the page, as it is served. */
export interface PageFile {
  body: Uint8Array<ArrayBuffer>;
  headers: Readonly<Record<string, string>>;
}

/** The page's files by URL path, e.g. `/assets/index.js`. */
export type PageFiles = ReadonlyMap<string, PageFile>;

const TYPES = new Map([
  [".css", "text/css; charset=utf-8"],
  [".html", "text/html; charset=utf-8"],
  [".js", "text/javascript; charset=utf-8"],
  [".svg", "image/svg+xml"],
]);

/** The page runs its own scripts and styles, talks to where it came from, and is framed by nobody. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join("; ");

const HEADERS = {
  "Content-Security-Policy": CONTENT_SECURITY_POLICY,
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  "Cache-Control": "no-cache",
};

/**
 * Reads the built page whole. A request is looked up among the files there are and never made into a
 * path, so there is no way out of the folder.
 */
export function readPageFiles(folder: string): PageFiles {
  const files = new Map<string, PageFile>();
  for (const file of filesBelow(folder)) {
    const type = TYPES.get(path.extname(file));
    if (type === undefined) continue;
    const urlPath = `/${path.relative(folder, file).split(path.sep).join("/")}`;
    files.set(urlPath, {
      body: new Uint8Array(readFileSync(file)),
      headers: { ...HEADERS, "Content-Type": type },
    });
  }
  const index = files.get("/index.html");
  if (index === undefined) throw new Error(`There is no page in ${folder}; build it with npm run build`);
  return files.set("/", index);
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(file) : [file];
  });
}
