import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, sep } from "node:path";

const root = join(import.meta.dirname, "..", "..", "..");

export interface Manifest {
  name: string;
  sideEffects: string[];
  exports: Record<string, string | { types: string; default: string }>;
  dependencies: Record<string, string>;
  peerDependencies: Record<string, string>;
}

/** The package as npm would publish it, installed in a folder of its own. */
export class PackedPackage {
  /** A project that has the package installed, with its dependencies and peers. */
  readonly project = mkdtempSync(join(tmpdir(), "atomiton-package-"));
  readonly tarball: string;
  /** Where the package lies in that project. */
  readonly folder = join(this.project, "node_modules", "@atomiton", "rpc");

  constructor() {
    if (!existsSync(join(root, "dist"))) {
      throw new Error("The package is not built: run npm test, or npm run build first");
    }
    npm(["pack", "--ignore-scripts", "--silent", "--pack-destination", this.project]);
    this.tarball = join(this.project, readdirSync(this.project).find((file) => file.endsWith(".tgz")) ?? "");
    mkdirSync(this.folder, { recursive: true });
    // Relative paths, because tar on Windows takes the colon of a drive for that of a host.
    const [archive, target] = [this.tarball, this.folder].map((path) => relative(this.project, path));
    execFileSync("tar", ["-xzf", archive as string, "-C", target as string, "--strip-components=1"], {
      cwd: this.project,
    });
    const { dependencies, peerDependencies } = this.manifest;
    const needed = Object.keys({ ...dependencies, ...peerDependencies });
    // The package has to load where Electron is not.
    for (const name of [...needed, "@types/node"]) if (name !== "electron") this.link(name);
  }

  get manifest(): Manifest {
    return JSON.parse(this.read("package.json")) as Manifest;
  }

  /** Every file, by its path in the package. */
  get files(): string[] {
    return readdirSync(this.folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(this.folder, join(entry.parentPath, entry.name)).split(sep).join("/"));
  }

  read(file: string): string {
    return readFileSync(join(this.folder, file), "utf8");
  }

  /** What a module prints that Node runs in the project. */
  run(code: string): string {
    const args = ["--input-type=module", "--eval", code];
    return execFileSync(process.execPath, args, {
      cwd: this.project,
      encoding: "utf8",
      env: { ...process.env, NODE_OPTIONS: "" },
    });
  }

  /** Installs one more package in the project. */
  link(name: string): void {
    const link = join(this.project, "node_modules", name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(root, "node_modules", name), link, "junction");
  }

  remove(): void {
    rmSync(this.project, { recursive: true, force: true });
  }
}

/** npm says where it is to what it starts; its own name is a batch file on Windows, for a shell. */
function npm(args: string[]): void {
  const cli = process.env.npm_execpath;
  const env = { ...process.env, NODE_OPTIONS: "" };
  if (cli?.endsWith("npm-cli.js")) execFileSync(process.execPath, [cli, ...args], { cwd: root, env });
  else execFileSync("npm", args, { cwd: root, env, shell: process.platform === "win32" });
}
