/**
 * The origin of a document as `WebFrameMain.origin` has it (docs/api/web-frame-main.md): `about:` documents
 * have their creator's, `data:` ones none, `file:` is one origin, and a custom scheme counts as registered
 * with `standard: true`, as an app that serves its pages has to.
 */
export function originOf(url: string, creator: string): string {
  const { protocol, host, origin } = new URL(url);
  if (protocol === "about:") return creator;
  if (protocol === "file:") return "file://";
  if (origin !== "null") return origin;
  return host === "" ? "null" : `${protocol}//${host}`;
}

/** Whether loading `to` over `from` keeps the document: only the fragment differs, and there is one. */
export function isSameDocument(from: string, to: string): boolean {
  const [fromBase] = from.split("#", 1);
  const [toBase] = to.split("#", 1);
  return to.includes("#") && fromBase === toBase;
}
