import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type LockedPackage, missingFromLock } from "../../scripts/lib/lockfile.mjs";

const root = join(import.meta.dirname, "..", "..");
const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as {
  packages: Record<string, LockedPackage>;
};

test("the lock file has the packages of every platform: npm run complete-lockfile adds them", () => {
  expect(missingFromLock(packages)).toEqual([]);
});

test("the lock file names no registry", () => {
  expect(Object.values(packages).filter(({ resolved }) => resolved !== undefined)).toEqual([]);
});

test("missingFromLock finds what is nowhere, and looks where Node would", () => {
  const dependent = {
    version: "1.0.0",
    optionalDependencies: { here: "1.0.0", above: "^1.2.0", gone: "~2.0.0" },
  };
  const locked = {
    "": { version: "0.0.0" },
    "node_modules/above": { version: "1.2.3" },
    "node_modules/a": { version: "1.0.0" },
    "node_modules/a/node_modules/b": dependent,
    "node_modules/a/node_modules/b/node_modules/here": { version: "1.0.0" },
  };
  expect(missingFromLock(locked)).toEqual([{ name: "gone", version: "2.0.0", dependent }]);
});
