/** `true` only when both types are the same to the letter; `any` equals nothing but `any`. */
export type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Fails to compile unless its argument is `true`. */
export function expectTrue<_Holds extends true>(): void {}

/** Whether a type is `any`. */
export type IsAny<T> = 0 extends 1 & T ? true : false;

/** Whether a function has `any` among its parameters or as its awaited result. */
export type HasAny<Fn> = Fn extends (...args: infer Args) => infer Result
  ? true extends IsAny<Awaited<Result>> | { [Index in keyof Args]: IsAny<Args[Index]> }[number]
    ? true
    : false
  : IsAny<Fn>;

/** The names of a client's members that have `any` anywhere in their signature. */
export type MembersWithAny<Client> = {
  [Domain in keyof Client]: {
    [Member in keyof Client[Domain]]: HasAny<Client[Domain][Member]> extends true
      ? `${Domain & string}.${Member & string}`
      : never;
  }[keyof Client[Domain]];
}[keyof Client];
