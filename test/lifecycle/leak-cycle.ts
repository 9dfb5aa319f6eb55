import { type RpcClient, withOptions } from "../../src/renderer/index.js";
import type { TestWindow } from "../../src/testing/index.js";
import type { LifeApp } from "./life-app.js";
import type { LifeApi } from "./life-service.js";
import { turns } from "./turns.js";

/** What the cycles of a run have come to. */
export interface Tally {
  calls: number;
  settled: number;
  items: number;
  events: number;
}

/** A page that makes 20 calls, reads 2 streams and listens to 2 events. */
class PageLife {
  readonly controller = new AbortController();

  constructor(
    readonly rpc: RpcClient<LifeApi>,
    readonly name: string,
    readonly tally: Tally,
  ) {}

  begin(): void {
    const { name, tally } = this;
    const { signal } = this.controller;
    const rpc = withOptions(this.rpc, { streamWindow: 16 });
    const timed = withOptions(rpc, { timeoutMs: 60_000, signal });
    const event = () => void tally.events++;

    rpc.life.onTick(event);
    const off = rpc.life.onState(event);
    for (let n = 0; n < 8; n++) this.#settles(rpc.life.echo({ n, name }));
    for (let n = 0; n < 4; n++) this.#settles(rpc.life.after(n, n));
    for (let n = 0; n < 3; n++) this.#settles(rpc.life.hold(`${name}-${n}`, signal));
    this.#settles(timed.life.hold(`${name}-timed`));
    this.#settles(withOptions(rpc, { onProgress: event, signal }).life.echo(0));
    this.#settles(rpc.life.fail());
    this.#settles(rpc.life.tick(1));
    this.#settles(rpc.life.setState(2).then(off));
    void this.#read(rpc.life.numbers(`${name}-numbers`), 20);
    void this.#read(rpc.life.stalled(`${name}-stalled`, signal)).catch(() => {});
  }

  #settles(call: Promise<unknown>): void {
    this.tally.calls++;
    const settled = () => void this.tally.settled++;
    call.then(settled, settled);
  }

  async #read(stream: AsyncIterable<number>, last?: number): Promise<void> {
    for await (const n of stream) {
      this.tally.items++;
      if (n === last) break;
    }
  }
}

type Random = (limit: number) => number;

const ENDINGS: readonly ((page: TestWindow<LifeApi>) => void)[] = [
  () => {},
  () => {},
  ({ window }) => window.crash(),
  ({ window }) => window.navigate("app://atomiton/elsewhere.html"),
  ({ window }) => window.navigate("https://example.org/"),
];

/**
 * Opens a window, lets its page live, reloads it at a random moment, makes sure that the new page works, and
 * ends it in a random way.
 *
 * @returns the signals its pages passed along, by now all fired.
 */
export async function cycle(
  app: LifeApp,
  name: string,
  random: Random,
  tally: Tally,
): Promise<AbortSignal[]> {
  const page = app.openWindow();
  const lives = [new PageLife(page.rpc, `${name}-first`, tally)];
  lives[0]?.begin();
  await turns(random(9));
  if (random(3) === 0) lives[0]?.controller.abort();
  await turns(random(3));
  page.window.reload();
  if (random(4) === 0) {
    const second = new PageLife(page.rpc, `${name}-second`, tally);
    lives.push(second);
    second.begin();
  }
  if ((await page.rpc.life.echo(name)) !== name) throw new Error(`${name} got a reply that is not its own`);
  ENDINGS[random(ENDINGS.length)]?.(page);
  await turns(3);
  page.window.close();
  // What is left of a page when its window is gone may still abort.
  for (const { controller } of lives) controller.abort();
  return lives.map(({ controller }) => controller.signal);
}
