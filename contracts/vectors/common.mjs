// Inputs that the vectors share.
import { Address } from '@ton/core';
import { keyPairFromSeed } from '@ton/crypto';

export const seedOf = number => Buffer.alloc(32, number);
export const keyPair = number => keyPairFromSeed(seedOf(number));
export const account = number => new Address(0, Buffer.alloc(32, number));
export const hex = cell => cell.hash().toString('hex');
export const base64 = cell => cell.toBoc().toString('base64');

/** A fixed sequence of numbers below `limit` (xorshift32). */
export function numbers(seed) {
  let state = seed;
  return limit => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
  };
}
