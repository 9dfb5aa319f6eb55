import type { RpcClient, RpcError } from "../../src/renderer/index.js";
import type { LifeApp } from "./life-app.js";
import type { LifeApi } from "./life-service.js";
import { quiet, until } from "./turns.js";

/** Lets a caller own one of everything: a running call, a stream that waits for its producer, one that waits
 * for its reader, and two subscriptions. */
export async function own(rpc: RpcClient<LifeApi>, { service }: LifeApp, name: string): Promise<void> {
  const listening = service.onTick.listenerCount;
  rpc.life.onTick(() => {});
  rpc.life.onState(() => {});
  rpc.life.hold(name).catch(() => {});
  const stalled = rpc.life.stalled(`${name}, stalled`)[Symbol.asyncIterator]();
  const unread = rpc.life.numbers(`${name}, unread`)[Symbol.asyncIterator]();
  await Promise.all([stalled.next(), unread.next()]);
  stalled.next().catch(() => {});
  await until(() => service.held.has(name) && service.onTick.listenerCount === listening + 1);
}

/** What main still has of callers' belongings. */
export const owned = ({ service, server }: LifeApp) => ({
  sessions: server.sessions().size,
  held: [...service.held.keys()],
  streams: [...service.flowing],
  listeners: [service.onTick.listenerCount, service.onState.listenerCount],
});

export const nothingOwned = { sessions: 0, held: [], streams: [], listeners: [0, 0] };

/** The codes that the signals of a caller's handlers fired with. */
export async function endedWith({ service }: LifeApp, name: string): Promise<(string | undefined)[]> {
  await quiet();
  return [name, `${name}, stalled`].map((key) => (service.ended.get(key) as RpcError | undefined)?.code);
}
