// Bags of cells in every form of boc.tlb. @ton/core writes only two of them, so the others are written here and read back with it.
import assert from 'node:assert/strict';
import { beginCell, Cell, convertToMerkleProof, crc32c } from '@ton/core';
import { base64, hex, numbers } from './common.mjs';

const generic = 0xb5ee9c72;
const indexed = 0x68ff65f3;
const indexedCrc = 0xacc3a728;

export function bagVectors() {
  const tree = sampleTree();
  const other = beginCell().storeUint(7, 3).storeRef(tree.refs[0]).endCell();
  const written = [true, false].flatMap(idx => [true, false].map(crc32 => ({ form: `@ton/core, idx ${idx}, crc ${crc32}`, roots: [tree], boc: tree.toBoc({ idx, crc32 }) })));
  const forms = [
    { form: 'one byte references and offsets where they fit', roots: [tree.refs[1]] },
    { form: 'wide references and offsets', roots: [tree], refSize: 4, offsetSize: 8 },
    { form: 'wide with index and checksum', roots: [tree], refSize: 3, offsetSize: 7, hasIndex: true, hasCrc: true },
    { form: 'two roots that share cells', roots: [tree, other], hasCrc: true },
    { form: 'the same root twice', roots: [tree, tree] },
    { form: 'older form with index', roots: [tree], magic: indexed, hasIndex: true },
    { form: 'older form with index and checksum', roots: [tree], magic: indexedCrc, hasIndex: true, hasCrc: true },
    { form: 'hashes stored with the cells', roots: [tree], storesHashes: true, skipsCheck: true },
  ].map(form => ({ ...form, boc: write(form) }));
  for (const { boc, roots, skipsCheck } of forms) if (!skipsCheck) assert.deepEqual(Cell.fromBoc(boc).map(hex), roots.map(hex));
  const library = beginCell().storeUint(2, 8).storeBuffer(tree.hash()).endCell({ exotic: true });
  return [...written, ...forms, { form: 'library reference', roots: [library], boc: library.toBoc() }].map(({ form, roots, boc }) => ({ form, base64: boc.toString('base64'), roots: roots.map(hex), depth: roots[0].depth() }));
}

function sampleTree() {
  const next = numbers(3);
  let layer = [beginCell().endCell(), beginCell().storeUint(1, 1).endCell(), beginCell().storeBuffer(Buffer.alloc(127, 0xaa)).endCell()];
  for (let level = 0; level < 5; level++) {
    layer = Array.from({ length: 4 }, () => {
      const builder = beginCell().storeUint(next(2 ** 31), 31 + next(40));
      for (let refs = 1 + next(4); refs > 0; refs--) builder.storeRef(layer[next(layer.length)]);
      return builder.endCell();
    });
  }
  return beginCell().storeUint(0xc0c0, 16).storeRef(layer[0]).storeRef(layer[1]).storeRef(layer[2]).storeRef(layer[3]).endCell();
}

/** Proofs, which our library refuses. */
export function proofVectors() {
  const tree = sampleTree();
  const pruned = beginCell().storeUint(1, 8).storeUint(1, 8).storeBuffer(tree.hash()).storeUint(tree.depth(), 16).endCell({ exotic: true });
  const above = beginCell().storeUint(5, 8).storeRef(pruned).storeRef(tree).endCell();
  return [pruned, above, convertToMerkleProof(above), convertToMerkleProof(tree)].map(base64);
}

function write({ roots, magic = generic, refSize = 1, offsetSize = 2, hasIndex = false, hasCrc = false, storesHashes = false }) {
  const order = ordered(roots);
  const indexOf = cell => order.findIndex(entry => hex(entry) === hex(cell));
  const parts = order.map(cell => {
    const [refs, bits] = [cell.refs.length + (storesHashes ? 16 : 0), Math.floor(cell.bits.length / 8) + Math.ceil(cell.bits.length / 8)];
    const hashes = storesHashes ? [cell.hash(), number(cell.depth(), 2)] : [];
    return Buffer.concat([Buffer.from([refs, bits]), ...hashes, paddedBits(cell), ...cell.refs.map(child => number(indexOf(child), refSize))]);
  });
  const data = Buffer.concat(parts);
  const ends = parts.map((_, i) => parts.slice(0, i + 1).reduce((sum, part) => sum + part.length, 0));
  const flags = magic === generic ? refSize | (hasIndex ? 0x80 : 0) | (hasCrc ? 0x40 : 0) : refSize;
  const bag = Buffer.concat([
    number(magic, 4), Buffer.from([flags, offsetSize]), number(order.length, refSize), number(roots.length, refSize), number(0, refSize), number(data.length, offsetSize),
    ...(magic === generic ? roots.map(root => number(indexOf(root), refSize)) : []),
    ...(hasIndex ? ends.map(end => number(end, offsetSize)) : []),
    data,
  ]);
  return hasCrc ? Buffer.concat([bag, crc32c(bag)]) : bag;
}

/** Parents before children, each cell once, the first root first. */
function ordered(roots) {
  const finished = [];
  const seen = new Set();
  const visit = cell => {
    if (seen.has(hex(cell))) return;
    seen.add(hex(cell));
    [...cell.refs].reverse().forEach(visit);
    finished.push(cell);
  };
  [...roots].reverse().forEach(visit);
  return finished.reverse();
}

function paddedBits(cell) {
  const bits = [];
  for (let i = 0; i < cell.bits.length; i++) bits.push(cell.bits.at(i) ? 1 : 0);
  if (bits.length % 8 !== 0) bits.push(1);
  while (bits.length % 8 !== 0) bits.push(0);
  return Buffer.from(Array.from({ length: bits.length / 8 }, (_, i) => parseInt(bits.slice(i * 8, i * 8 + 8).join(''), 2)));
}

function number(value, size) {
  const bytes = Buffer.alloc(size);
  for (let i = size - 1, rest = BigInt(value); i >= 0; i--, rest >>= 8n) bytes[i] = Number(rest & 255n);
  return bytes;
}
