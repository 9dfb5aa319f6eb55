/** The events of a WebSocket, and what of each is read. */
export interface SocketEvents {
  open: object;
  message: { data: unknown };
  error: { message?: string };
  close: { code: number; reason: string };
}

/** What of a WebSocket is used: a page's, that of `ws` and that of undici have it. */
export interface SocketLike {
  binaryType: string;
  /** Bytes that were given to `send` and have not left yet. */
  readonly bufferedAmount: number;
  send(data: string | Uint8Array): void;
  close(): void;
  /** Closes without waiting for the other end; that of `ws` has it. */
  terminate?(): void;
  addEventListener<Type extends keyof SocketEvents>(
    type: Type,
    listener: (event: SocketEvents[Type]) => void,
  ): void;
  removeEventListener<Type extends keyof SocketEvents>(
    type: Type,
    listener: (event: SocketEvents[Type]) => void,
  ): void;
}

/** A class of WebSockets. */
export type SocketClass = new (url: string, protocols: string) => SocketLike;
