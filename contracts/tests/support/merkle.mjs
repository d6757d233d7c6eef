// Trees of RFC 6962 section 2.1 over SHA-256, built from above as the RFC writes them: the contract checks from below.
import { createHash } from 'node:crypto';
import { beginCell } from '@ton/core';

const siblingsPerCell = 3;
const sha256 = (...parts) => createHash('sha256').update(Buffer.concat(parts)).digest();
const split = count => 2 ** Math.floor(Math.log2(count - 1));

/** The datum of a provider's leaf: workchain (1 byte), account id (32), earned and guaranteed (8 each, big-endian), hashed. */
export function earningsLeaf({ provider, earned, guaranteed }) {
  const bytes = Buffer.alloc(49);
  bytes.writeInt8(provider.workChain, 0);
  provider.hash.copy(bytes, 1);
  bytes.writeBigUInt64BE(earned, 33);
  bytes.writeBigUInt64BE(guaranteed, 41);
  return sha256(bytes);
}

export class MerkleTree {
  #nodes = new Map();

  constructor(leaves) {
    this.leaves = leaves;
  }

  static node(left, right) {
    return sha256(Buffer.of(1), left, right);
  }

  get root() {
    return this.#node(0, this.leaves.length);
  }

  /** Siblings of the leaf at `index`, nearest first. */
  path(index, from = 0, to = this.leaves.length) {
    if (to - from === 1) return [];
    const middle = from + split(to - from);
    return index < middle
      ? [...this.path(index, from, middle), this.#node(middle, to)]
      : [...this.path(index, middle, to), this.#node(from, middle)];
  }

  #node(from, to) {
    if (to - from === 1) return sha256(Buffer.of(0), this.leaves[from]);
    const key = `${from}-${to}`;
    if (!this.#nodes.has(key)) {
      const middle = from + split(to - from);
      this.#nodes.set(key, MerkleTree.node(this.#node(from, middle), this.#node(middle, to)));
    }
    return this.#nodes.get(key);
  }
}

/** A path as DrawEarnings carries it: up to three siblings in a cell, the next cell as reference; null for none. */
export function pathCell(siblings) {
  let next = null;
  for (let start = Math.ceil(siblings.length / siblingsPerCell - 1) * siblingsPerCell; start >= 0; start -= siblingsPerCell) {
    const cell = beginCell().storeBuffer(Buffer.concat(siblings.slice(start, start + siblingsPerCell)));
    next = (next ? cell.storeRef(next) : cell).endCell();
  }
  return next;
}
