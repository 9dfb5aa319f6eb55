import type { WebFrameMain } from "electron";

/** The frame a message came from, read before anything is awaited. */
export interface SenderFrame {
  /** Serialized origin; `null` (as text) for an opaque one, e.g. of a sandboxed frame or a data URL. */
  origin: string;
  url: string;
  /** Whether it is the top frame of its window. */
  isMainFrame: boolean;
}

/**
 * Decides which frames are served; all others get FORBIDDEN. It answers at once, and only `true` itself says
 * yes: a promise, as of an async function, says no.
 * https://www.electronjs.org/docs/latest/tutorial/security#17-validate-the-sender-of-all-ipc-messages
 */
export type SenderPolicy = (frame: SenderFrame) => boolean;

/**
 * Serves the main frames of these origins, compared whole; with `subframes` their iframes too.
 *
 * @param origins Serialized origins, e.g. `app://atomiton`, `http://127.0.0.1:5173` or `file://`.
 * @throws TypeError when one is not an origin (it has a path, a wildcard, or none of its own), or is one that no
 * page has, as `app://Host`.
 */
export function allowOrigins(origins: readonly string[], { subframes = false } = {}): SenderPolicy {
  for (const origin of origins) {
    if (originOf(origin) !== origin || origin === "null" || origin.includes("*")) {
      throw new TypeError(
        `allowOrigins: ${JSON.stringify(origin)} is no origin; write it as in "app://atomiton"`,
      );
    }
    const canonical = canonicalOf(origin);
    if (canonical !== origin) {
      throw new TypeError(
        `allowOrigins: no page has the origin ${JSON.stringify(origin)}; write it as Chromium does, ${JSON.stringify(canonical)}`,
      );
    }
  }
  const allowed = new Set(origins);
  return ({ origin, isMainFrame }) => allowed.has(origin) && (isMainFrame || subframes);
}

/** Why a policy does not serve a frame, or nothing. */
export function refusalBy(policy: SenderPolicy, frame: SenderFrame): string | undefined {
  const verdict: unknown = policy(frame);
  if (verdict === true) return undefined;
  if (!isThenable(verdict)) return "its frame is not among the senders";
  // Nobody waits for it, and its failure must not show as a rejection that nobody handled.
  Promise.resolve(verdict).catch(() => {});
  return "`senders` gave a promise, and must answer synchronously, with true or false";
}

const isThenable = (value: unknown): boolean =>
  typeof value === "object" && value !== null && "then" in value;

export function describeFrame(frame: WebFrameMain): SenderFrame {
  return { origin: frame.origin || originOf(frame.url), url: frame.url, isMainFrame: frame.parent === null };
}

/** The origin of a URL; the WHATWG parser gives custom schemes none, Chromium does. */
function originOf(url: string): string {
  if (!URL.canParse(url)) return "null";
  const { origin, protocol, host } = new URL(url);
  if (origin !== "null") return origin;
  return host !== "" || protocol === "file:" ? `${protocol}//${host}` : "null";
}

/** The origin as Chromium writes it: a custom scheme's host as that of `https:`, and without a port; no host of a file. */
function canonicalOf(origin: string): string {
  const { protocol, host } = new URL(origin);
  if (protocol === "file:") return "file://";
  if (new URL(origin).origin !== "null") return origin;
  const https = `https://${host}`;
  return URL.canParse(https)
    ? `${protocol}//${new URL(https).hostname}`
    : `${protocol}//${host.toLowerCase()}`;
}
