import type { RpcCall } from "../../decorators/rpc-call.js";
import type { RpcEvent } from "../../decorators/rpc-event.js";

/**
 * The client of an API, e.g. of `{ node: NodeApi; system: SystemApi }`. Each domain may be typed by its
 * interface or by its service class.
 */
export type RpcClient<Api> = { readonly [Domain in keyof Api]: RpcDomainClient<Api[Domain]> };

/** One domain as its callers see it: methods to promises, events to `(listener) => unsubscribe`. */
export type RpcDomainClient<Service> = {
  readonly [Member in keyof Service as Callable<Service[Member], Member>]: RpcMember<Service[Member]>;
};

/** The same shape for one-way calls: methods give nothing, and there are no events. */
export type RpcNotifier<Api> = { readonly [Domain in keyof Api]: RpcDomainNotifier<Api[Domain]> };

type RpcDomainNotifier<Service> = {
  readonly [Member in keyof Service as Service[Member] extends AnyMethod ? Member : never]: RpcNotice<
    Service[Member]
  >;
};

type RpcNotice<Method> = Method extends (...args: infer Args) => unknown
  ? RpcArgs<Args> extends infer Passed extends unknown[]
    ? (...args: Passed) => void
    : never
  : never;

/** Ends a subscription. */
export type Unsubscribe = () => void;

// biome-ignore lint/suspicious/noExplicitAny: the one type that every method is assignable to
type AnyMethod = (...args: any[]) => unknown;

/** What every event is assignable to. */
interface AnyEvent {
  subscribe(listener: never): Unsubscribe;
}

/** Members that are neither methods nor events stay behind. */
type Callable<Member, Name> = Member extends AnyMethod | AnyEvent ? Name : never;

type RpcMember<Member> =
  Member extends RpcEvent<infer Value>
    ? (listener: (value: Value) => void) => Unsubscribe
    : Member extends (...args: infer Args) => infer Result
      ? RpcArgs<Args> extends infer Passed extends unknown[]
        ? (...args: Passed) => RpcResult<Result>
        : never
      : never;

/** A stream stays one; everything else is a promise. */
type RpcResult<Result> = [Result] extends [never]
  ? Promise<never>
  : [Result] extends [AsyncIterable<infer Item>]
    ? AsyncIterable<Item>
    : Promise<Awaited<Result>>;

/** What a caller passes: the call itself is not its to give, its signal it may. Unchanged, names stay. */
type RpcArgs<Args extends unknown[]> = number extends Args["length"]
  ? Args
  : Is<Given<Args, []>, Args> extends true
    ? Args
    : Given<Args, []>;

type Given<Args extends unknown[], Out extends unknown[]> = Args extends [infer First, ...infer Rest]
  ? Given<Rest, [...Out, ...GivenOne<[First]>]>
  : Args extends []
    ? Out
    : Args extends [_?: infer First, ...rest: infer Rest]
      ? Given<Rest, [...Out, ...GivenOne<[First?]>]>
      : Out;

type GivenOne<One extends [unknown?]> =
  Is<One[0], RpcCall | undefined> extends true
    ? []
    : Is<One[0], RpcCall> extends true
      ? []
      : Is<One[0], AbortSignal> extends true
        ? [signal?: AbortSignal]
        : One extends [AsyncIterable<infer Item>]
          ? [AsyncIterable<Item> | ReadableStream<Item>]
          : One;

/** Whether two types are each other; `any` is nothing but itself. */
type Is<A, B> = 0 extends 1 & A ? false : [A] extends [B] ? ([B] extends [A] ? true : false) : false;
