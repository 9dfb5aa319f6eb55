import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix, sep } from "node:path";

/**
 * Which room may import which, as docs/architecture.md has it. `types` names rooms of which only types may
 * be imported, and `electron` whether its values may be.
 */
interface Rule {
  imports: readonly string[];
  types?: readonly string[];
  electron?: "values" | "types";
}

const ERROR_CLASS = "decorators/rpc-error";

const RULES: Record<string, Rule> = {
  decorators: { imports: [] },
  services: { imports: ["decorators", "src/validation"] },
  "src/validation": { imports: ["decorators"] },
  "src/shared": { imports: [ERROR_CLASS] },
  "src/main": { imports: ["src/shared", "src/validation", "decorators"], electron: "types" },
  "src/renderer": { imports: ["src/shared", ERROR_CLASS], types: ["services", "decorators"] },
  "src/conductor": { imports: ["src/shared", "src/renderer", ERROR_CLASS], types: ["services"] },
  "src/preload": { imports: [], types: ["src/shared"], electron: "values" },
  "src/testing": { imports: ["src/main", "src/renderer", "src/shared", ERROR_CLASS], electron: "types" },
  "src/app": {
    imports: [
      "decorators",
      "services",
      "src/shared",
      "src/main",
      "src/renderer",
      "src/conductor",
      "src/testing",
      "src/preload",
    ],
    electron: "values",
  },
};

/** One import statement or dynamic import. */
interface Import {
  file: string;
  target: string;
  typeOnly: boolean;
}

const root = join(import.meta.dirname, "..");
const roomOf = (path: string): string | undefined =>
  Object.keys(RULES).find((room) => path === room || path.startsWith(`${room}/`));

function sources(): string[] {
  return ["decorators", "services", "src"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((file) => /\.tsx?$/.test(file))
      .map((file) => posix.join(folder, file.split(sep).join("/"))),
  );
}

const STATEMENT =
  /\b(?:import|export)\s+(type\s+)?([^"';]*?)\s*from\s*["']([^"']+)["']|\bimport\s*\(?\s*["']([^"']+)["']/g;

function importsOf(file: string): Import[] {
  const text = readFileSync(join(root, file), "utf8").replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");
  return [...text.matchAll(STATEMENT)].map(([, type, names = "", from, bare]) => ({
    file,
    target: resolve(file, (from ?? bare) as string),
    typeOnly: type !== undefined || (from !== undefined && onlyTypeNames(names)),
  }));
}

/** `{ type A, type B }` imports nothing at run time. */
function onlyTypeNames(names: string): boolean {
  const list = names.match(/^\{(.*)\}$/s)?.[1]?.split(",") ?? [names];
  return list.every((name) => name.trim() === "" || /^\s*type\s/.test(name));
}

function resolve(file: string, specifier: string): string {
  if (!specifier.startsWith(".")) return specifier;
  return posix.join(dirname(file), specifier).replace(/\.(js|ts)$/, "");
}

/** Why an import is against the table, or nothing. */
function violation({ file, target, typeOnly }: Import): string | undefined {
  const room = roomOf(file) as string;
  const rule = RULES[room] as Rule;
  if (target === "electron") {
    if (rule.electron === "values" || (rule.electron === "types" && typeOnly)) return undefined;
    return `${file} imports electron`;
  }
  const targetRoom = roomOf(target);
  if (targetRoom === undefined || targetRoom === room) return undefined;
  const may = (rooms: readonly string[] = []) =>
    rooms.some((at) => target === at || target.startsWith(`${at}/`));
  if (may(rule.imports) || (typeOnly && may(rule.types))) return undefined;
  return `${file} imports ${typeOnly ? "types of " : ""}${target}`;
}

const all = sources().flatMap(importsOf);

test("every import follows the table of rooms", () => {
  expect(all.length).toBeGreaterThan(100);
  expect(all.map(violation).filter((text) => text !== undefined)).toEqual([]);
});

test("the table is enforced: imports against it are found", () => {
  const wrong: Import[] = [
    { file: "decorators/x.ts", target: "src/shared/messages", typeOnly: true },
    { file: "services/node/x.ts", target: "src/main/router", typeOnly: false },
    { file: "services/node/x.ts", target: "electron", typeOnly: true },
    { file: "src/shared/x.ts", target: "decorators/index", typeOnly: false },
    { file: "src/main/x.ts", target: "electron", typeOnly: false },
    { file: "src/main/x.ts", target: "services/node/node.service", typeOnly: false },
    { file: "src/renderer/x.ts", target: "services/node/node.api", typeOnly: false },
    { file: "src/preload/x.ts", target: "src/shared/channels", typeOnly: false },
  ];
  expect(wrong.map(violation)).not.toContain(undefined);
});

test("a service imports of another domain only its contract", () => {
  const strangers = all.filter(({ file, target }) => {
    const [, domain] = file.split("/");
    const [top, other, name] = target.split("/");
    const shared = ["host", "database", "values"];
    const apart = file.startsWith("services/") && file.split("/").length > 2 && top === "services";
    return apart && other !== domain && !shared.includes(other as string) && !name?.endsWith(".api");
  });
  expect(strangers).toEqual([]);
});

test("only the public entries are barrels", () => {
  const barrels = sources().filter((file) => /(^|\/)index\.ts$/.test(file));
  const entries = [
    "decorators",
    "src/main",
    "src/validation",
    "src/renderer",
    "src/conductor",
    "src/testing",
    "src/preload",
  ];
  const stray = barrels.filter(
    (file) => !entries.includes(dirname(file)) && file !== "src/testing/electron/index.ts",
  );
  expect(stray).toEqual([]);
});

test("the shared room, the client and the error class never reach reflect-metadata", () => {
  const seen = new Set<string>();
  const reach = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const { target, typeOnly } of importsOf(file)) {
      if (typeOnly) continue;
      const path = `${target}.ts`;
      if (sources().includes(path)) reach(path);
      else seen.add(target);
    }
  };
  reach("src/renderer/index.ts");
  expect([...seen]).toContain("decorators/rpc-error.ts");
  expect(
    [...seen].filter((path) => /reflect-metadata|inversify|class-validator|class-transformer/.test(path)),
  ).toEqual([]);
});

test("the preload is under 50 lines and imports only electron", () => {
  const lines = readFileSync(join(root, "src/preload/index.ts"), "utf8").split("\n").length - 1;
  expect(lines).toBeLessThan(50);
  expect(new Set(importsOf("src/preload/index.ts").map(({ target }) => target))).toEqual(
    new Set(["electron"]),
  );
});
