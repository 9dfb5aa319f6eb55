/**
 * The optional packages that package-lock.json's packages ask for and the file has not.
 *
 * @returns Of each, its name, the exact version asked for, and the entry of the package that asks.
 */
export function missingFromLock(packages) {
  return Object.entries(packages).flatMap(([path, dependent]) =>
    Object.entries(dependent.optionalDependencies ?? {})
      .filter(([name]) => !isIn(packages, path, name))
      .map(([name, range]) => ({ name, version: range.replace(/^[\^~]/, ""), dependent })),
  );
}

/** Looks where Node would: in the dependent's own node_modules, then in those above it. */
function isIn(packages, path, name) {
  for (let at = path; ; at = at.slice(0, Math.max(0, at.lastIndexOf("/node_modules/")))) {
    if (packages[`${at === "" ? "" : `${at}/`}node_modules/${name}`] !== undefined) return true;
    if (at === "") return false;
  }
}
