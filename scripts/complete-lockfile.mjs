// npm run complete-lockfile, after npm install added a package: npm leaves the packages of other platforms
// out of package-lock.json when it could not look them up (https://github.com/npm/cli/issues/4828), and
// `npm ci` then refuses the file. This adds them, with what their dependents and their names say.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { missingFromLock } from "./lib/lockfile.mjs";
import { root } from "./lib/root.mjs";
import { runNpm } from "./lib/run.mjs";

const file = join(root, "package-lock.json");
const lock = JSON.parse(readFileSync(file, "utf8"));
const missing = missingFromLock(lock.packages);
for (const { name, version, dependent } of missing) {
  const { dev, license } = dependent;
  lock.packages[`node_modules/${name}`] = {
    version,
    ...platformOf(name),
    ...(dev && { dev }),
    ...(license && { license }),
    optional: true,
  };
}
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`Added ${missing.length} packages of other platforms.`);
// npm sorts the file and checks it.
process.exitCode = await runNpm([
  "install",
  "--package-lock-only",
  "--ignore-scripts",
  "--no-audit",
  "--no-fund",
]);

/** Which platform a package is for, by the words of its name, e.g. `core-linux-x64-musl`. */
function platformOf(name) {
  const words = name.split(/[/.-]/);
  const one = (names) => names.find((word) => words.includes(word));
  const os = one([
    "android",
    "darwin",
    "freebsd",
    "linux",
    "netbsd",
    "openbsd",
    "openharmony",
    "sunos",
    "win32",
  ]);
  const cpu = one(["arm64", "arm", "ia32", "loong64", "mips64el", "ppc64", "riscv64", "s390x", "x64"]);
  const libc = words.some((word) => word.startsWith("musl")) ? "musl" : "glibc";
  const hasLibc = os === "linux" && words.some((word) => /^(musl|gnu)/.test(word));
  return { ...(cpu && { cpu: [cpu] }), ...(hasLibc && { libc: [libc] }), ...(os && { os: [os] }) };
}
