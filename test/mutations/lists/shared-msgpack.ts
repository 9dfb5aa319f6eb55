import { type Mutation, mutationsOf } from "../mutation.js";

/** MessagePack: what a frame may become, and cost. */
export const sharedMsgpack: readonly Mutation[] = [
  ...mutationsOf(
    "src/shared/codecs/msgpack-codec.ts",
    [
      "test/shared/msgpack-values.test.ts",
      "test/shared/msgpack-frames.test.ts",
      "test/main/websocket-values.test.ts",
    ],
    [
      ["MessagePack buffers are not copied", "copyBuffers: true", "copyBuffers: false"],
      ["a frame is not surveyed before it is unpacked", "    surveyFrame(bytes);\n", ""],
      [
        "a frame may hold several values",
        'if (end !== bytes.length) throw refused("it has more than one value");',
        "",
      ],
      [
        "text is unpacked as if it were bytes",
        'if (typeof frame === "string") throw refused("it is text");',
        'if (frame === "") throw refused("it is text");',
      ],
      ["toJSON is called when it packs", "useToJSON: false", "useToJSON: true"],
    ],
  ),
  ...mutationsOf(
    "src/shared/codecs/msgpack-survey.ts",
    ["test/shared/msgpack-frames.test.ts", "test/shared/msgpack-closed-list.proof.test.ts"],
    [
      [
        "errors cost no more than Maps",
        "{ cost: 16, size: 1, isMark: true }",
        "{ cost: 1, size: 1, isMark: true }",
      ],
      ["a mark need not mark a list", "if (extension.isMark && !isList", "if (!extension && !isList"],
      ["a frame may be cut short", 'if (position > length) throw refused("it ends within a value");', ""],
      ["an extension of any size is taken", "|| (extension.size ?? size) !== size) {", ") {"],
      ["there is no limit of costs", "if (cost > MAX_COST)", "if (cost > MAX_COST * 10)"],
      ["the limit of costs is off by one", "if (cost > MAX_COST)", "if (cost >= MAX_COST)"],
      [
        "lists of 32-bit lengths are no lists",
        "|| token === 0xdd;",
        ";",
        { tests: ["test/shared/msgpack-values.test.ts"] },
      ],
      [
        "the byte that is never used is taken",
        'if (sized === undefined) throw refused("it has the one byte that MessagePack never uses");',
        "if (sized === undefined) continue;",
      ],
    ],
  ),
];
