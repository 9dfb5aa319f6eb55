import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { turns } from "./turns.js";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** Bytes of the heap that something still holds on to. */
export async function heldBytes(): Promise<number> {
  // What finalizers and settled promises let go of is free only a turn later.
  for (let round = 0; round < 4; round++) {
    await turns(2);
    collect();
  }
  return process.memoryUsage().heapUsed;
}

/** Timers and pending immediates of the process. */
export const activeTimers = (): number =>
  process.getActiveResourcesInfo().filter((kind) => kind === "Timeout" || kind === "Immediate").length;

export const megabytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(1)} MB`;
