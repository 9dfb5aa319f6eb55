import type fc from "fast-check";
import { RpcError } from "../../decorators/index.js";
import type { Codec, Frame } from "../../src/shared/codecs/codec.js";
import { jsonCodec } from "../../src/shared/codecs/json-codec.js";
import { msgpackCodec } from "../../src/shared/codecs/msgpack-codec.js";
import { findNotPlain } from "../attacks/support/plain-data.js";
import { answered, faultOfReply } from "./answers.js";
import type { Target } from "./campaign.js";
import type { FuzzedApp } from "./fuzzed-app.js";
import { jsonFrames } from "./json-frames.js";
import { msgpackFrames } from "./msgpack-frames.js";

/** Frames of one codec. */
export interface FrameOptions {
  name: string;
  codec: Codec;
  cases: fc.Arbitrary<Frame>;
  total: number;
}

/** Frames of both codecs. */
export const frameTargets = (app: FuzzedApp, total: number): Target<Frame>[] => [
  frameTarget(app, { name: "JSON frames", codec: jsonCodec, cases: jsonFrames, total }),
  frameTarget(app, { name: "MessagePack frames", codec: msgpackCodec, cases: msgpackFrames, total }),
];

/** Frames as they come from a socket: decoded, and answered by a session. */
export function frameTarget(app: FuzzedApp, { codec, ...options }: FrameOptions): Target<Frame> {
  let peer = app.peer(codec);
  return {
    ...options,
    show: shown,
    round: 1000,
    begin() {
      peer.close();
      peer = app.peer(codec);
    },
    async faultOf(frame) {
      return (await faultOfFrame(codec, peer, frame, app.lastError)) ?? app.changes()[0];
    },
    aftermath: () => app.otherThanBefore(),
  };
}

const shown = (frame: Frame): string =>
  typeof frame === "string"
    ? JSON.stringify(frame)
    : `Buffer.from("${Buffer.from(frame).toString("hex")}", "hex")`;

async function faultOfFrame(
  codec: Codec,
  peer: ReturnType<FuzzedApp["peer"]>,
  frame: Frame,
  lastError: () => unknown,
): Promise<string | undefined> {
  try {
    const fault = findNotPlain(codec.decode(frame), "frame");
    if (fault !== undefined) return `decoded ${fault}`;
  } catch (error) {
    if (!(error instanceof RpcError && error.code === "PARSE_ERROR")) return `the codec throws ${error}`;
  }
  const reply = await answered(peer.answer(frame));
  const fault = reply === undefined ? undefined : faultOfReply(codec.decode(reply));
  return fault?.includes("-32603") ? `${fault} for ${(lastError() as Error | undefined)?.stack}` : fault;
}
