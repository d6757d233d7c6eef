// External messages that wait for a block. Only in memory: when the process is killed they are lost, as on a real node.
import { refused } from './errors.mjs';

const messagesMax = 10_000;

export class Mempool {
  #entries = [];

  get size() {
    return this.#entries.length;
  }

  /** Waits for block `notBefore` or later. A message that is here already is not taken twice, unless `copies` says so. */
  add(boc, { notBefore = 0, copies = 1 } = {}) {
    if (this.#entries.some(entry => entry.boc === boc)) return;
    if (this.#entries.length + copies > messagesMax) throw refused('too many external messages are waiting for a block');
    for (let i = 0; i < copies; i++) this.#entries.push({ boc, notBefore });
  }

  /** Messages of blocks that were undone go first. */
  putBack(bocs) {
    this.#entries.unshift(...bocs.map(boc => ({ boc, notBefore: 0 })));
  }

  due(seqno) {
    return this.#entries.filter(({ notBefore }) => notBefore <= seqno);
  }

  remove(entries) {
    const gone = new Set(entries);
    this.#entries = this.#entries.filter(entry => !gone.has(entry));
  }
}
