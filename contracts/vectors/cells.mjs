// Cells as lists of bits and earlier cells, addresses and amounts.
import { Address, beginCell } from '@ton/core';
import { hex, numbers } from './common.mjs';

const sizes = [0, 1, 2, 7, 8, 9, 15, 16, 17, 255, 256, 257, 1015, 1016, 1017, 1022, 1023];

/** [{ bits: '0101…', refs: [index of an earlier cell], hash, depth }] */
export function cellVectors() {
  const next = numbers(1);
  const made = [];
  const add = (bits, refs) => {
    const builder = beginCell();
    for (const bit of bits) builder.storeBit(bit === '1');
    for (const index of refs) builder.storeRef(made[index].cell);
    const cell = builder.endCell();
    made.push({ cell, vector: { bits, refs, hash: hex(cell), depth: cell.depth() } });
  };
  const bits = count => Array.from({ length: count }, () => next(2)).join('');

  for (const size of sizes) add(bits(size), []);
  for (const size of sizes) add('0'.repeat(size), []);
  for (const size of sizes) add('1'.repeat(size), []);
  for (let i = 0; i < 100; i++) add(bits(next(1024)), Array.from({ length: next(5) }, () => next(made.length)));
  for (let i = 0; i < 40; i++) add('', [made.length - 1]);
  return made.map(({ vector }) => vector);
}

export function addressVectors() {
  const next = numbers(2);
  const random = () => Buffer.from(Array.from({ length: 32 }, () => next(256)));
  const hashes = [Buffer.alloc(32), Buffer.alloc(32, 255), ...Array.from({ length: 12 }, random)];
  return [0, -1, 5, -128, 127].flatMap(workchain => hashes.map(hash => {
    const address = new Address(workchain, hash);
    const forms = [true, false].flatMap(urlSafe => [true, false].flatMap(bounceable => [true, false].map(testOnly => ({
      urlSafe, bounceable, testOnly, text: address.toString({ urlSafe, bounceable, testOnly }),
    }))));
    return { raw: address.toRawString(), cellHash: hex(beginCell().storeAddress(address).endCell()), forms };
  }));
}

export function coinVectors() {
  const amounts = [0n, 1n, 127n, 128n, 255n, 256n, 65535n, 65536n, 10n ** 9n, 123456789012345678n, (1n << 56n) - 1n, 1n << 56n, (1n << 63n) - 1n];
  return amounts.map(amount => ({ amount, hash: hex(beginCell().storeCoins(amount).endCell()) }));
}
