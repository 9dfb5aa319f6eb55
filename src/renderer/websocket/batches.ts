import type { Frame } from "../../shared/codecs/codec.js";
import { msgpackCodec } from "../../shared/codecs/msgpack-codec.js";
import type { RpcId, RpcRequest, RpcResponse, RpcResultReply } from "../../shared/messages.js";
import { isUnavailable } from "./outbox.js";

/** What a batch asks of its bridge. */
export interface BatchHost {
  /** Sends one call by itself, now or once there is a socket; it was sent on so many already. */
  alone(request: RpcRequest, sends: number): Promise<RpcResponse>;
  /** Whether a call that got no answer may be sent again. */
  mayRepeat(method: string): boolean;
}

/** Batches go out as one message. Where there is no socket, or none any more, each of their calls is alone. */
export class Batches {
  /** Of each batch on its way, the ids of the calls that are still wanted. */
  readonly #wanted = new Set<Set<RpcId | undefined>>();

  constructor(readonly host: BatchHost) {}

  /** A call of a batch on its way may be meant: it is not sent again. */
  cancel(id: RpcId): void {
    for (const ids of this.#wanted) ids.delete(id);
  }

  /** Lets each call wait for a socket, and be cancelled, by itself. */
  async apart(requests: readonly RpcRequest[]): Promise<RpcResponse> {
    return { result: await Promise.all(requests.map((request) => this.host.alone(request, 0))) };
  }

  /** What to do with the reply of a batch that is sent now. */
  sent(
    requests: readonly RpcRequest[],
    frame: Frame,
    settle: (reply: RpcResponse) => void,
  ): (reply: RpcResponse) => void {
    const wanted = new Set(requests.map((request) => request?.meta?.id));
    this.#wanted.add(wanted);
    return (reply) => {
      this.#wanted.delete(wanted);
      const own = (index: number) => repliesOf(reply)?.[index] ?? reply;
      const isAgain = (request: RpcRequest, index: number) =>
        isUnavailable(own(index)) && wanted.has(request?.meta?.id) && this.host.mayRepeat(request?.method);
      if (!requests.some(isAgain)) {
        settle(reply);
        return;
      }
      // As they were sent: their arguments may have changed since.
      const { params } = msgpackCodec.decode(frame) as { params: RpcRequest[] };
      const replies = params.map((request, index) =>
        isAgain(request, index) ? this.host.alone(request, 1) : own(index),
      );
      void Promise.all(replies).then((result) => settle({ result }));
    };
  }
}

const repliesOf = (reply: RpcResponse) =>
  (reply as Partial<RpcResultReply>).result as RpcResponse[] | undefined;
