/** Turns messages into the frames of a socket and back. */
export interface Codec {
  /** @throws RpcError NOT_SERIALIZABLE with `data.path` when the message cannot be carried whole. */
  encode(message: object): string | Uint8Array;
  /** @throws RpcError PARSE_ERROR when the frame is not of this codec. */
  decode(frame: string | Uint8Array): unknown;
}
