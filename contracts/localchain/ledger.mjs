// What the chain's records add up to: accounts, their transactions, and the newest block; the last blocks can be undone.
import { accountKey } from './cells.mjs';

/** How deep a reorganisation may go. */
export const undoableBlocks = 8;

const secondsPerInventedBlock = 5;

export class Ledger {
  transactionCount = 0;
  lt = 0n;
  #accounts = new Map();
  #transactions = new Map();
  #reorgs = 0;
  #undoable = [];
  // When numbers were reached; between two entries one is invented every five seconds, counted from `grid`.
  #history = [];
  // The newest true block; `steps` counts the messages that ran since then without a block.
  #tip = { seqno: 1, now: 0, steps: 0, branch: 0, isBlock: false };

  /** `accounts` is { key: ShardAccount in base64 }. */
  begin({ now, accounts }) {
    this.#tip.now = now;
    this.#remember(now);
    for (const [key, shardAccount] of Object.entries(accounts)) this.#accounts.set(key, shardAccount);
  }

  get accountCount() {
    return this.#accounts.size;
  }

  /** How many blocks can be undone now. */
  get undoableCount() {
    return this.#undoable.length;
  }

  /** Whether the last thing that happened was a block. */
  get endsWithBlock() {
    return this.#tip.isBlock;
  }

  /** { seqno, branch } of the newest block; `branch` tells blocks of one number on both sides of a reorganisation apart. */
  get block() {
    const { seqno, branch } = this.#tip;
    return { seqno, branch };
  }

  /** The branch that a block made now belongs to. */
  get branch() {
    return this.#reorgs;
  }

  /** For a chain without blocks: grows with every step and every five seconds, as clients expect of a block number. */
  inventedBlock(now) {
    const { seqno, steps, now: since, branch } = this.#tip;
    return { seqno: seqno + steps + Math.floor((now - since) / secondsPerInventedBlock), branch };
  }

  /** { seqno, branch, now } of the block with that number, true or invented; undefined for one that never was. */
  blockAt(seqno) {
    const entry = this.#history.findLast(each => each.seqno <= seqno);
    if (!entry || entry.seqno === seqno) return entry;
    return { seqno, branch: entry.branch, now: entry.grid + (seqno - entry.seqno) * secondsPerInventedBlock };
  }

  /** ShardAccount of `address` in base64, or undefined. */
  shardAccount(address) {
    return this.#accounts.get(accountKey(address));
  }

  /** Oldest first. */
  transactionsOf(address) {
    return this.#transactions.get(accountKey(address)) ?? [];
  }

  /** A message that ran at once, without a block. What was before can no longer be undone. */
  addStep({ now, ...effects }) {
    this.#show(effects);
    this.#tip = { ...this.#tip, steps: this.#tip.steps + 1, isBlock: false };
    this.#undoable = [];
    this.#remember(now);
  }

  /** The first block after steps without blocks (`isFirst`) is the ground on which the others stand. */
  addBlock({ seqno, now, branch, externals, isFirst = false, ...effects }) {
    const before = {
      tip: this.#tip, lt: this.lt, externals, transactions: effects.transactions,
      accounts: Object.keys(effects.accounts).map(key => [key, this.#accounts.get(key)]),
    };
    this.#show(effects);
    this.#tip = { seqno, now, steps: 0, branch, isBlock: true };
    this.#undoable = isFirst ? [] : [...this.#undoable, before].slice(-undoableBlocks);
    this.#remember(now);
  }

  /** The external messages of the newest `depth` blocks, in the order in which they ran. */
  externalsOf(depth) {
    return this.#undoable.slice(this.#undoable.length - depth).flatMap(({ externals }) => externals);
  }

  undoBlocks(depth) {
    for (let i = 0; i < depth; i++) this.#undo(this.#undoable.pop());
    this.#reorgs++;
  }

  #remember(now) {
    const { now: since } = this.#tip;
    this.#history.push({ ...this.inventedBlock(now), now, grid: now - (now - since) % secondsPerInventedBlock });
  }

  #show({ lt, accounts, transactions }) {
    this.lt = BigInt(lt);
    this.transactionCount += transactions.length;
    for (const [key, shardAccount] of Object.entries(accounts)) this.#accounts.set(key, shardAccount);
    for (const transaction of transactions) {
      const list = this.#transactions.get(transaction.account);
      if (list) list.push(transaction);
      else this.#transactions.set(transaction.account, [transaction]);
    }
  }

  #undo({ tip, lt, transactions, accounts }) {
    this.#tip = tip;
    this.#history.pop();
    this.lt = lt;
    this.transactionCount -= transactions.length;
    for (const { account } of transactions) this.#transactions.get(account).pop();
    for (const [key, shardAccount] of accounts) {
      if (shardAccount === undefined) this.#accounts.delete(key);
      else this.#accounts.set(key, shardAccount);
    }
  }
}
