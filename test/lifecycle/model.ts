/** What came of a promise: what it gave or failed with, as text; nothing yet is {@link PENDING}. */
export type Outcome = string | number;

export const PENDING = "pending";
/** What a call or stream ends with when its session does. */
export const GONE = "UNAVAILABLE";

export const EVENTS = ["onTick", "onState"] as const;
export type EventName = (typeof EVENTS)[number];

/** A page, a socket, a caller in this process: the owner of what follows. */
export interface PageModel {
  alive: boolean;
  /** Whether main has heard of it, or will. */
  spoke: boolean;
}

export interface CallModel {
  page: PageModel;
  key: string;
  /** Whether it waits to be released. */
  holds: boolean;
  /** What it may come to. */
  may: Set<Outcome>;
  /** Whether it has been asked to end by its own caller, who then waits for nobody. */
  aborted: boolean;
  /** Whether an answer is certain. */
  answered: boolean;
  /** Whether its handler runs for certain. */
  begun: boolean;
}

export interface StreamModel {
  page: PageModel;
  key: string;
  /** Items before its end, and what it ends with. */
  length: number;
  end: Outcome;
  pulls: number;
  /** Whether its reader left it or aborted it, or its page ended. */
  left: boolean;
  /** What may stand at its end, once it is left. */
  may: Set<Outcome>;
}

export interface ListenerModel {
  page: PageModel;
  event: EventName;
  listens: boolean;
  /** Whether its subscription was made for certain when all was quiet. */
  established: boolean;
  may: Set<number>;
  must: Set<number>;
}

/** A value that was emitted, of which event. */
export interface Emission {
  event: EventName;
  value: number;
}

/** All that must be observed, without a wire in it. */
export class Model {
  readonly pages: PageModel[] = [];
  readonly calls: CallModel[] = [];
  readonly streams: StreamModel[] = [];
  readonly listeners: ListenerModel[] = [];
  /** What was, or may have been, emitted since all was quiet: it may be on its way. */
  #recent: Emission[] = [];
  #count = 0;

  get alive(): PageModel[] {
    return this.pages.filter(({ alive }) => alive);
  }

  next(): number {
    return ++this.#count;
  }

  call(page: PageModel, key: string, answer?: Outcome): void {
    page.spoke = true;
    const may = new Set(answer === undefined ? [] : [answer]);
    const holds = answer === undefined;
    this.calls.push({ page, key, holds, may, aborted: false, answered: !holds, begun: false });
  }

  abort(call: CallModel, reason: Outcome): void {
    call.aborted = true;
    call.may.add(reason);
  }

  /** The server lets a handler answer, if it runs. */
  release(call: CallModel): void {
    call.may.add(`released ${call.key}`);
    call.answered ||= call.begun;
  }

  stream(page: PageModel, key: string, length: number, end: Outcome): void {
    page.spoke = true;
    this.streams.push({ page, key, length, end, pulls: 0, left: false, may: new Set(["done", end]) });
  }

  leave(stream: StreamModel, reason: Outcome): void {
    stream.left = true;
    stream.may.add(reason);
  }

  /** @param latest What the event was last emitted with: it may be given again. */
  listen(page: PageModel, event: EventName, latest: number | undefined): void {
    page.spoke = true;
    const may = new Set(this.#recent.filter((one) => one.event === event).map(({ value }) => value));
    if (latest !== undefined && event === "onState") may.add(latest);
    // What the page's own subscription of before is given again may be on its way too.
    const before = this.listeners.filter(
      (one) => one.page === page && one.event === event && !one.established,
    );
    for (const value of before.flatMap((one) => [...one.may])) may.add(value);
    this.listeners.push({ page, event, listens: true, established: false, may, must: new Set() });
  }

  /** A value is emitted, now or on its way to its emitter. */
  emit(event: EventName, value: number): void {
    this.#recent.push({ event, value });
    for (const listener of this.listeners) {
      if (listener.listens && listener.event === event) listener.may.add(value);
    }
  }

  end(page: PageModel): void {
    page.alive = false;
    for (const call of this.calls) if (call.page === page) call.may.add(GONE);
    for (const stream of this.streams) if (stream.page === page) this.leave(stream, GONE);
    for (const listener of this.listeners) if (listener.page === page) listener.listens = false;
  }

  /**
   * Nothing is on its way any more: what was likely is certain.
   *
   * @param emitted What was emitted since all was quiet before.
   */
  quiet(emitted: readonly Emission[]): void {
    this.#recent = [];
    for (const call of this.calls) call.begun ||= call.page.alive;
    for (const { listens, established, event, must } of this.listeners) {
      const due = emitted.filter((one) => listens && established && one.event === event);
      for (const { value } of due) must.add(value);
    }
    for (const listener of this.listeners) listener.established = true;
  }
}
