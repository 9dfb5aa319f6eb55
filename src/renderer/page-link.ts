import type { AtomitonBridge } from "../shared/bridge.js";
import { BatchSender } from "./batch-sender.js";
import { EventHub } from "./event-hub.js";
import { IdempotentMethods } from "./idempotent-methods.js";
import { IncomingStreams } from "./incoming-streams.js";
import { OutgoingUploads } from "./outgoing-uploads.js";
import { ProgressHub } from "./progress-hub.js";

/** What all clients of one bridge share, for the other side knows them as one session. */
export interface PageLink {
  readonly bridge: AtomitonBridge;
  readonly batch: BatchSender;
  readonly events: EventHub;
  readonly streams: IncomingStreams;
  readonly progress: ProgressHub;
  readonly idempotent: IdempotentMethods;
  readonly uploads: OutgoingUploads;
  /** Methods that have answered with a value. */
  readonly values: Set<string>;
  /** Whether the other side knows what this page speaks. */
  hasIntroduced: boolean;
}

const links = new WeakMap<AtomitonBridge, PageLink>();

export function linkOf(bridge: AtomitonBridge): PageLink {
  let link = links.get(bridge);
  if (link === undefined) {
    link = {
      bridge,
      batch: new BatchSender(bridge),
      events: new EventHub(bridge),
      streams: new IncomingStreams(bridge),
      progress: new ProgressHub(bridge),
      idempotent: new IdempotentMethods(bridge),
      uploads: new OutgoingUploads(bridge),
      values: new Set(),
      hasIntroduced: false,
    };
    links.set(bridge, link);
  }
  return link;
}
