// Dictionaries of many shapes, and Merkle proofs of them.
import { beginCell, Cell, Dictionary, generateMerkleProof, generateMerkleUpdate } from '@ton/core';
import * as core from '@ton/core';
import { account, base64, hex, numbers } from './common.mjs';

/** [{ bits, entries: [{ key, value }], root, hash }]: unsigned keys and values as decimal text; values of 64 bits. */
export function dictionaryVectors() {
  const next = numbers(11);
  const wide = bits => { let value = 0n; for (let i = 0; i < bits; i++) value = value << 1n | BigInt(next(2)); return value; };
  const shapes = [1, 2, 3, 7, 8, 9, 15, 16, 31, 32, 33, 64, 65, 256, 257, 267, 512, 900].flatMap(bits => [1, 2, 3, 10, 60].map(count => ({ bits, count })));
  const sparse = shapes.map(({ bits, count }) => ({ bits, keys: Array.from({ length: count }, () => wide(bits)) }));
  const dense = [1, 4, 8, 16, 32, 64, 256].map(bits => ({ bits, keys: Array.from({ length: Math.min(2 ** Math.min(bits, 20), 100) }, (_, i) => BigInt(i)) }));
  const ends = [8, 32, 256, 900].map(bits => ({ bits, keys: [0n, 1n, (1n << BigInt(bits)) - 1n, (1n << BigInt(bits)) - 2n] }));
  return [...sparse, ...dense, ...ends].filter(({ bits, keys }) => bits < 900 || keys.length < 60).map(({ bits, keys }) => {
    const unique = [...new Set(keys)].sort((a, b) => (a < b ? -1 : 1));
    const map = Dictionary.empty(Dictionary.Keys.BigUint(bits), Dictionary.Values.BigUint(64));
    const entries = unique.map(key => ({ key, value: BigInt(next(2 ** 31)) }));
    for (const { key, value } of entries) map.set(key, value);
    const root = beginCell().storeDictDirect(map).endCell();
    return { bits, entries, root: bits > 300 ? null : base64(root), hash: hex(root) };
  });
}

/** Proofs that keep one key's way, nested proofs, and an update; all as @ton/core makes or reads them. */
export function proofReadingVectors() {
  const map = Dictionary.empty(Dictionary.Keys.BigUint(32), Dictionary.Values.BigUint(64));
  for (let i = 0n; i < 50n; i++) map.set(i * 7919n, i);
  const root = beginCell().storeDictDirect(map).endCell();
  const proofs = [0n, 7919n * 25n, 7919n * 49n].map(key => {
    const proof = generateMerkleProof(map, [key], Dictionary.Keys.BigUint(32));
    return { key, value: map.get(key), proof: base64(proof), proofHash: hex(proof) };
  });
  const inner = Cell.fromBase64(proofs[0].proof);
  const aroundProof = beginCell().storeUint(1, 8).storeRef(inner).endCell();
  const pruned = cell => beginCell().storeUint(1, 8).storeUint(1, 8).storeBuffer(cell.hash()).storeUint(cell.depth(), 16).endCell({ exotic: true });
  const levels = [1, 3, 7].map(mask => {
    const count = mask.toString(2).replaceAll('0', '').length;
    const builder = beginCell().storeUint(1, 8).storeUint(mask, 8);
    for (let i = 0; i < count; i++) builder.storeBuffer(Buffer.alloc(32, 16 * mask + i));
    for (let i = 0; i < count; i++) builder.storeUint(10 + i, 16);
    const leaf = builder.endCell({ exotic: true });
    const parent = beginCell().storeUint(mask, 8).storeRef(leaf).storeRef(root).endCell();
    return core.convertToMerkleProof(parent);
  });
  const update = generateMerkleUpdate(map, 7919n, Dictionary.Keys.BigUint(32), 999n);
  const cells = [inner, aroundProof, core.convertToMerkleProof(beginCell().storeRef(pruned(root)).endCell()), ...levels, ...levels.map(cell => cell.refs[0]), update];
  return {
    root: base64(root), rootHash: hex(root), proofs,
    cells: cells.map(cell => ({
      boc: base64(cell), hash: hex(cell), depth: cell.depth(), level: cell.level(),
      hashes: [0, 1, 2, 3].map(level => cell.hash(level).toString('hex')), depths: [0, 1, 2, 3].map(level => cell.depth(level)),
    })),
  };
}
