import type { Class } from "../../../decorators/metadata.js";
import { accepted } from "../../../src/validation/acceptor.js";
import { Acceptors } from "../../../src/validation/acceptors.js";
import { assembled, generated } from "../../../src/validation/assemble.js";
import { DEFAULT_PAYLOAD_LIMITS, PayloadWalk } from "../../../src/validation/payload-limits.js";

type Accept = (dto: Class, value: unknown, walk?: PayloadWalk) => unknown;

/** Both ways in which acceptors are made, each with acceptors of its own. */
export const WAYS: readonly [name: string, accept: Accept][] = [
  ["generated code", acceptBy(new Acceptors(generated))],
  ["closures", acceptBy(new Acceptors(assembled))],
];

function acceptBy(acceptors: Acceptors): Accept {
  return (dto, value, walk = new PayloadWalk(DEFAULT_PAYLOAD_LIMITS)) =>
    accepted(acceptors.of(dto), value, walk);
}
