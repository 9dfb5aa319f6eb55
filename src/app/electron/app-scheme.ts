import { protocol } from "electron";
import type { PageFiles } from "../page-files.js";

const SCHEME = "app";
const HOST = "atomiton";

/** Where the page is served, and the one origin whose calls are. */
export const APP_ORIGIN = `${SCHEME}://${HOST}`;

/**
 * Makes `app:` a scheme like `https:`, with origins and a secure context, which `file:` has not. Electron
 * wants it before the application is ready.
 */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/** Serves the page's files, and nothing else, under the scheme. */
export function serveAppScheme(files: PageFiles): void {
  protocol.handle(SCHEME, (request) => {
    const { host, pathname } = new URL(request.url);
    const file = host === HOST ? files.get(pathname) : undefined;
    if (file === undefined) return new Response("Not found\n", { status: 404 });
    return new Response(file.body, { headers: file.headers });
  });
}
