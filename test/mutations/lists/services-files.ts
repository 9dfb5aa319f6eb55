import { type Mutation, mutationsOf } from "../mutation.js";

/** Files of the workspace, and nothing else. */
export const servicesFiles: readonly Mutation[] = [
  ...mutationsOf(
    "services/node/files/workspace-files.ts",
    ["test/services/node-files.test.ts", "test/services/node-files-outside.test.ts"],
    [
      [
        "a link put in the way while a file is written is followed",
        "    if ((await realpath(folder)) !== folder) throw outside(given);\n",
        "",
      ],
      ["a file that was not written whole stays", "    await rm(temporary, { force: true });\n", ""],
      [
        "a link put in the way of a read is followed",
        "        await assertInside(handle, root, real, given);\n",
        "",
      ],
      [
        "a file of any size is read",
        "if (bytes.byteLength <= maxBytes) return",
        "if (bytes.byteLength >= 0) return",
      ],
      [
        "a file of exactly the limit is refused",
        "if (bytes.byteLength <= maxBytes) return",
        "if (bytes.byteLength < maxBytes) return",
      ],
      ["the handle of a file stays open", "        await handle.close();\n", ""],
      ["a folder is read as a file", "if (!opened.isFile()) throw", "if (opened === null) throw"],
    ],
  ),
  ...mutationsOf(
    "services/node/files/workspace-path.ts",
    ["test/services/node-files-outside.test.ts", "test/services/node-files.test.ts"],
    [
      [
        "a path leads out by ..",
        "if (strange || !isInside(root, target)) throw",
        "if (strange) throw",
        {
          equivalent:
            "Whatever is beside the workspace is found out once more: each part of the way is looked at by its real path.",
        },
      ],
      ["an absolute path is taken", '|| path.isAbsolute(given) || path.win32.parse(given).root !== "";', ";"],
      ["a link out of the workspace is followed", "if (isInside(root, real)) return real;", "return real;"],
      [
        "a link to nothing is written through",
        "if (!(await isLink(target))) return undefined;",
        "return undefined;",
      ],
      ["the workspace itself is a file of it", 'return way !== "" && way', "return way"],
      ["NUL is a part of a path", 'given.includes("\\0") || ', ""],
    ],
  ),
];
