// Numbers wider than a machine word, amounts, and external addresses.
import { beginCell, ExternalAddress } from '@ton/core';
import { hex, numbers } from './common.mjs';

export function numberVectors() {
  const values = [0n, 1n, 255n, 256n, (1n << 64n) - 1n, 1n << 64n, (1n << 120n) - 1n, (1n << 255n), (1n << 256n) - 1n];
  const next = numbers(21);
  return {
    unsigned: values.flatMap(value => [256, 257, 300, 1000].map(bits => ({ value, bits, hash: hex(beginCell().storeBit(true).storeUint(value, bits).endCell()) }))),
    signed: values.flatMap(value => [value, -value]).flatMap(value => [257, 300].map(bits => ({ value, bits, hash: hex(beginCell().storeBit(true).storeInt(value, bits).endCell()) }))),
    variable: values.filter(value => value < 1n << 120n).flatMap(value => [4, 5].map(bits => ({ value, bits, hash: hex(beginCell().storeVarUint(value, bits).endCell()) }))),
    external: [0, 1, 8, 64, 255, 511].map(bits => {
      let value = 0n;
      for (let i = 0; i < bits; i++) value = value << 1n | BigInt(next(2));
      return { value, bits, hash: hex(beginCell().storeAddress(bits === 0 ? new ExternalAddress(0n, 0) : new ExternalAddress(value, bits)).endCell()) };
    }),
  };
}
