/** Turns messages into the frames of a socket and back. */
export interface Codec {
  /**
   * @param message A message, or the list of a batch's messages.
   * @throws RpcError NOT_SERIALIZABLE with `data.path` when not all of it can be carried.
   */
  encode(message: object | readonly object[]): Frame;
  /** @throws RpcError PARSE_ERROR when the frame is not of this codec. */
  decode(frame: Frame): unknown;
}

/** What a socket carries at a time: text, or bytes. */
export type Frame = string | Uint8Array;
