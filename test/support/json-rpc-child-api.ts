/** Events of the service in the child, each with a listener of its own. */
export const EVENTS = Array.from({ length: 50 }, (_, index) => `onEvent${index}`);

export interface ServerMemory {
  /** Bytes the process holds in memory now, and at most. */
  rss: number;
  peakRss: number;
}

/** The service in the child, as its clients see it. */
export interface ChildApi {
  child: {
    hold(key: string, signal?: AbortSignal): Promise<string>;
    holdOnce(key: string): Promise<string>;
    release(): Promise<void>;
    started(): Promise<Record<string, number>>;
    listeners(): Promise<number[]>;
    emit(value: unknown): Promise<void>;
    flood(count: number, bytes: number): Promise<void>;
    chunks(count: number, bytes: number): AsyncIterable<Uint8Array>;
    memory(): Promise<ServerMemory>;
  };
}
