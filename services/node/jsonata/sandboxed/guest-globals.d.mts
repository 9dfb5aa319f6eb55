/**
 * A browser's functions for Base64, of which the library has none of its own and QuickJS neither; what is not a
 * digit is passed over, and URLs' digits are taken too. Its text is taken into the engine, as `guest`'s is.
 */
export function base64(): { btoa(text: string): string; atob(encoded: string): string };

/**
 * What takes the place of `Math.random`: the engine begins each time as it was, its own random numbers too. It is
 * sfc32 of PractRand. Its text is taken into the engine, as `guest`'s is.
 *
 * @param seed Four numbers of 32 bits.
 */
export function randomFrom(seed: readonly number[]): () => number;
