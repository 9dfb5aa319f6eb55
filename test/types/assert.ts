/** `true` only when both types are the same to the letter; `any` equals nothing but `any`. */
export type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Fails to compile unless its argument is `true`. */
export function expectTrue<_Holds extends true>(): void {}

/** Whether a type is `any`. */
export type IsAny<T> = 0 extends 1 & T ? true : false;

type Leaf = string | number | boolean | bigint | symbol | null | undefined | Date | Uint8Array | AbortSignal;

/** What is left of a depth, one level down. */
type Below = [never, 0, 1, 2, 3, 4, 5, 6];

/** Whether there is an `any` anywhere in a type, down to a depth that recursive types do not get past. */
export type HasAny<T, Depth extends number = 6> = [Depth] extends [never]
  ? false
  : IsAny<T> extends true
    ? true
    : T extends Leaf
      ? false
      : T extends (...args: infer Args) => infer Result
        ? Holds<HasAny<Args[number], Below[Depth]> | HasAny<Result, Below[Depth]>>
        : T extends Promise<infer Value> | AsyncIterable<infer Value> | readonly (infer Value)[]
          ? HasAny<Value, Below[Depth]>
          : T extends object
            ? Holds<{ [Key in keyof T]-?: HasAny<T[Key], Below[Depth]> }[keyof T]>
            : false;

/** Whether `true` is among the answers. */
type Holds<Answers> = true extends Answers ? true : false;

/** The names of a client's members that have `any` anywhere in their signature. */
export type MembersWithAny<Client> = {
  [Domain in keyof Client]: {
    [Member in keyof Client[Domain]]: true extends HasAny<Client[Domain][Member]>
      ? `${Domain & string}.${Member & string}`
      : never;
  }[keyof Client[Domain]];
}[keyof Client];
