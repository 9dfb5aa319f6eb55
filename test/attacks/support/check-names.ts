import { sample } from "../../support/sized.js";
import { described } from "./described.js";
import { HARMLESS, HOSTILE_NAMES, PROTOTYPE_KEYS } from "./hostile-names.js";
import type { watchIntrinsics } from "./intrinsics.js";
import type { NameEntry, Scene } from "./name-entry.js";
import { findNotPlain } from "./plain-data.js";

/** What tells that something of ours broke, and was not refused. */
const BROKEN = /"code":"(INTERNAL|NODE_FAILED|NOT_SERIALIZABLE)"/;
const REFUSED = /"(code|constraint)":"(INVALID_PARAMS|PROTOTYPE_KEY)"/;

/**
 * Sends each hostile name into a place. Each must bring about what a harmless one does, or, where it is a
 * prototype's key, may be refused. A small run sends those keys and a sample of the other names.
 *
 * @returns What went wrong, by name.
 */
export async function checkNames(
  { attack, names = HOSTILE_NAMES, known = [], isInternal = false }: NameEntry,
  scene: Scene,
  changes: ReturnType<typeof watchIntrinsics>,
): Promise<string[]> {
  const faults: string[] = [];
  const harmless = await attack(scene, HARMLESS);
  if (!isInternal && BROKEN.test(described(harmless))) faults.push(`${HARMLESS}: ${described(harmless)}`);
  const rest = names.filter((name) => !PROTOTYPE_KEYS.includes(name));
  const sent = [...PROTOTYPE_KEYS.filter((name) => names.includes(name)), ...sample(rest, 4)];
  for (const name of sent.filter((name) => !known.includes(name))) {
    const outcome = await attack(scene, name);
    const expected = described(harmless, (text) => text.replaceAll(HARMLESS, name));
    // MessagePack's library carries __proto__ under a name of its own.
    const actual = described(outcome).replace(/__proto_(?!_)/g, "__proto__");
    const refused = PROTOTYPE_KEYS.includes(name) && REFUSED.test(actual) && !BROKEN.test(actual);
    if (actual !== expected && !refused) faults.push(`${name}: ${difference(actual, expected)}`);
    const fault = findNotPlain(outcome);
    if (fault !== undefined) faults.push(`${name}: ${fault}`);
    faults.push(...changes().map((change) => `${name}: ${change}`));
  }
  return faults;
}

/** The place where two texts part. */
function difference(actual: string, expected: string): string {
  const at = [...actual].findIndex((character, index) => character !== expected[index]);
  const part = (text: string) => text.slice(Math.max(0, at - 60), at + 120);
  return `${part(actual)} and not ${part(expected)}`;
}
