/** Events of the service in the child, each with a listener of its own. */
export const EVENTS = Array.from({ length: 50 }, (_, index) => `onEvent${index}`);

/** The service in the child, as its clients see it. */
export interface ChildApi {
  child: {
    hold(key: string, signal?: AbortSignal): Promise<string>;
    holdOnce(key: string): Promise<string>;
    release(): Promise<void>;
    started(): Promise<Record<string, number>>;
    listeners(): Promise<number[]>;
    emit(value: unknown): Promise<void>;
    flood(most: number, bytes: number): Promise<number>;
    chunks(count: number, bytes: number): AsyncIterable<Uint8Array>;
    made(): Promise<number>;
  };
}
