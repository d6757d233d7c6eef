// The chain: a clock, a mempool and the journal. machine.mjs runs messages, ledger.mjs holds what comes of them.
//
// One message and all it causes is one step. Without a block time it runs at once; with one it waits in the mempool, and
// all messages of a block are one record. A record is worked out aside, put on disk, and only then shown, so that no
// reader ever sees a transaction that a crash could take back.
import { beginCell, Cell, external, loadShardAccount, storeMessage, storeShardAccount } from '@ton/core';
import { createEmptyShardAccount } from '@ton/sandbox';
import { accountKey, readMessage } from './cells.mjs';
import { ApiError, invalid, refused } from './errors.mjs';
import { Ledger } from './ledger.mjs';
import { Machine } from './machine.mjs';
import { Mempool } from './mempool.mjs';
import { transferBody, treasuryAccount, treasuryAddress, treasurySupply } from './treasury.mjs';
import { fair } from './weather.mjs';

const externalBytesMax = 65_535;
const externalDepthMax = 512;
// Version 2 adds records of blocks and reorganisations.
const formatName = 'cocoon-localchain/2';
const formatsRead = ['cocoon-localchain/1', formatName];

/** The journal was written by another version or with other prices. */
export class ChainStateError extends Error {}

export class Chain {
  #machine;
  #journal;
  #hostSeconds;
  #ledger = new Ledger();
  #mempool = new Mempool();
  #hasBlocks = false;
  #offset = 0;
  #lastNow = 0;
  #turn = Promise.resolve();

  constructor(machine, config, prices, journal, hostSeconds) {
    this.#machine = machine;
    this.#journal = journal;
    this.#hostSeconds = hostSeconds;
    this.config = config;
    this.prices = prices;
  }

  /** `records` are what `journal` held when it was opened; an empty journal begins a new chain. */
  static async open({ config, prices, journal, records, hasBlocks = false, hostSeconds = () => Math.floor(Date.now() / 1000) }) {
    const chain = new Chain(await Machine.create(config), config, prices, journal, hostSeconds);
    const first = { kind: 'genesis', format: formatName, prices, now: hostSeconds(), treasury: treasuryAccount() };
    if (records.length === 0) journal.append(first);
    for (const record of records.length === 0 ? [first] : records) chain.#apply(record);
    // A chain of blocks goes on where it stopped, so that its last blocks can still be undone.
    if (hasBlocks && chain.#ledger.endsWithBlock) chain.#hasBlocks = true;
    else await chain.useBlocks(hasBlocks);
    return chain;
  }

  /** Unix seconds. Follows the host's clock plus what /dev/time added, and never goes back. */
  get now() {
    return Math.max(this.#lastNow, this.#hostSeconds() + this.#offset);
  }

  /** { seqno, branch } of the newest block; invented while there are no blocks. */
  get block() {
    return this.#hasBlocks ? this.#ledger.block : this.#ledger.inventedBlock(this.now);
  }

  /** { seqno, branch, now } of a block up to the newest one, or undefined. */
  blockAt(seqno) {
    return seqno <= this.block.seqno ? this.#ledger.blockAt(seqno) : undefined;
  }

  get stats() {
    return { accounts: this.#ledger.accountCount, transactions: this.#ledger.transactionCount, waiting: this.#mempool.size };
  }

  /**
   * Takes an external message. Without blocks it runs, with everything it causes, and the transactions are returned; with
   * blocks it waits for one. Throws ApiError when it would not be accepted now. `fate` is one of weather.mjs.
   */
  sendExternal(cell, bocBytes, fate = fair) {
    if (bocBytes > externalBytesMax) throw refused(`external message too large: ${bocBytes} bytes, at most ${externalBytesMax}`);
    if (cell.depth() >= externalDepthMax) throw refused(`external message too deep: ${cell.depth()}, must be below ${externalDepthMax}`);
    return this.#exclusively(async () => {
      const boc = toBase64(cell);
      if (this.#hasBlocks || fate.dropped) {
        await this.emulate(cell, { ignoreSignature: false });
        if (!fate.dropped) this.#mempool.add(boc, { notBefore: this.#ledger.block.seqno + 1 + fate.delayBlocks, copies: fate.copies });
        return [];
      }
      const { transactions } = await this.#runAtOnce(cell, boc);
      for (let copy = 1; copy < fate.copies; copy++) await this.#tryCopy(cell, boc);
      return transactions;
    });
  }

  /**
   * Sends `amount` nano from the treasury and returns the receiver's transaction. It waits for nobody: with blocks it gets
   * one of its own.
   */
  async faucet(address, amount) {
    if (amount > treasurySupply) throw new ApiError(422, 'The treasury does not hold that much.');
    const message = external({ to: treasuryAddress, body: transferBody(address, amount) });
    const cell = beginCell().store(storeMessage(message)).endCell();
    const transactions = await this.#exclusively(async () => {
      const { transactions: done } = this.#hasBlocks ? await this.#makeBlock([{ boc: toBase64(cell) }]) : await this.#runAtOnce(cell, toBase64(cell));
      return done;
    });
    const received = transactions.find(transaction => transaction.account === accountKey(address));
    if (!received) throw new ApiError(422, 'The treasury does not hold that much.');
    return received;
  }

  /**
   * Turns blocks on or off. On, an empty block fixes the number that the next ones count from;
   * it can not be undone. Off, what waits in the
   * mempool runs in one last block.
   */
  useBlocks(on) {
    return this.#exclusively(async () => {
      if (on === this.#hasBlocks) return;
      if (on) {
        const { seqno } = this.block;
        this.#commitBlock({ isFirst: true, seqno: seqno + 1, now: this.now, lt: this.#ledger.lt.toString(), accounts: {}, transactions: [], externals: [] });
      } else {
        await this.#makeBlock(this.#mempool.due(Infinity));
      }
      this.#hasBlocks = on;
    });
  }

  /** Makes `count` blocks of what waits in the mempool. Returns the newest block. */
  makeBlocks(count) {
    return this.#exclusively(async () => {
      this.#requireBlocks();
      for (let i = 0; i < count; i++) await this.#makeBlock(this.#mempool.due(this.#ledger.block.seqno + 1));
      return this.block;
    });
  }

  /**
   * Undoes the newest `depth` blocks. `keeps(hash)` says of each of their external messages, by its hash in base64,
   * whether it goes back to the mempool. Returns { seqno, kept, lost } with hashes.
   */
  reorganise(depth, keeps) {
    return this.#exclusively(async () => {
      this.#requireBlocks();
      const { undoableCount } = this.#ledger;
      if (depth > undoableCount) throw invalid(`only ${undoableCount} blocks can be undone now`);
      const undone = this.#ledger.externalsOf(depth).map(boc => {
        const hash = Cell.fromBase64(boc).hash().toString('base64');
        return { boc, hash, isKept: keeps(hash) };
      });
      this.#commit({ kind: 'reorg', now: this.now, depth });
      this.#mempool.putBack(undone.filter(({ isKept }) => isKept).map(({ boc }) => boc));
      const hashes = wanted => undone.filter(({ isKept }) => isKept === wanted).map(({ hash }) => hash);
      return { seqno: this.block.seqno, kept: hashes(true), lost: hashes(false) };
    });
  }

  addTime(seconds) {
    return this.#exclusively(async () => {
      this.#commit({ kind: 'time', now: this.now + seconds, offset: this.#offset + seconds });
      return this.now;
    });
  }

  /** ShardAccount of `address` as @ton/core reads it; `account` is null or undefined where there is none. */
  account(address) {
    return loadShardAccount(Cell.fromBase64(this.#shardAccount(address)).beginParse());
  }

  /** All transactions of `address`, oldest first: [{ account, lt, hash, boc }], lt a decimal string, the others base64. */
  transactionsOf(address) {
    return this.#ledger.transactionsOf(address);
  }

  /** What the executor makes of a message now, without keeping it: the transaction's cell. */
  emulate(cell, { ignoreSignature }) {
    const { dest } = readMessage(cell).info;
    return this.#machine.emulate(cell, this.#shardAccount(dest), { lt: this.#ledger.lt, now: this.now, ignoreSignature });
  }

  /** { exitCode, gasUsed, stack: Cell }; null for an account without code. */
  async runGetMethod(address, methodId, stack) {
    const { account } = this.account(address);
    return account?.storage.state.type === 'active' ? this.#machine.runGetMethod(address, account.storage, methodId, stack, this.now) : null;
  }

  #exclusively(step) {
    const result = this.#turn.then(step);
    // The caller gets the error; the next in line only needs to know that this one is done.
    this.#turn = result.catch(() => {});
    return result;
  }

  #commit(record) {
    this.#journal.append(record);
    this.#apply(record);
  }

  #commitBlock(content) {
    this.#commit({ kind: 'block', branch: this.#ledger.branch, ...content });
  }

  #apply(record) {
    this.#lastNow = record.now;
    switch (record.kind) {
      case 'genesis': return this.#begin(record);
      case 'time': this.#offset = record.offset; return;
      case 'external': return this.#ledger.addStep(record);
      case 'block': return this.#ledger.addBlock(record);
      case 'reorg': return this.#ledger.undoBlocks(record.depth);
      default: throw new ChainStateError(`The state holds a record of a kind that this program does not know: ${record.kind}. Start anew with --fresh.`);
    }
  }

  #begin({ format, prices, now, treasury }) {
    if (!formatsRead.includes(format)) throw new ChainStateError(`The state was written as ${format}, this program reads ${formatsRead.join(' and ')}. Start anew with --fresh.`);
    if (prices !== this.prices) throw new ChainStateError(`The state was begun with --prices ${prices}. Start with that, or anew with --fresh.`);
    this.#ledger.begin({ now, accounts: { [accountKey(treasuryAddress)]: treasury } });
  }

  #requireBlocks() {
    if (!this.#hasBlocks) throw invalid('there are no blocks; start with --block-time, or set blockTime by POST /dev/weather');
  }

  async #runAtOnce(cell, boc) {
    const now = this.now;
    const effects = await this.#run(cell, now, { lt: this.#ledger.lt, accounts: {} });
    this.#commit({ kind: 'external', now, boc, ...effects, lt: effects.lt.toString() });
    return effects;
  }

  /** A copy of a message that has run is refused by most contracts; nobody waits for its answer. */
  async #tryCopy(cell, boc) {
    try {
      await this.#runAtOnce(cell, boc);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    }
  }

  /** Runs the waiting messages `entries` one after the other; those that are no longer accepted are dropped, as by a node. */
  async #makeBlock(entries) {
    const now = this.now;
    const state = { lt: this.#ledger.lt, accounts: {} };
    const block = { seqno: this.#ledger.block.seqno + 1, now, transactions: [], externals: [] };
    for (const { boc } of entries) {
      const effects = await this.#runOrDrop(boc, now, state);
      if (!effects) continue;
      state.lt = effects.lt;
      Object.assign(state.accounts, effects.accounts);
      block.transactions.push(...effects.transactions);
      block.externals.push(boc);
    }
    this.#commitBlock({ ...block, lt: state.lt.toString(), accounts: state.accounts });
    this.#mempool.remove(entries);
    return block;
  }

  async #runOrDrop(boc, now, state) {
    try {
      return await this.#run(Cell.fromBase64(boc), now, state);
    } catch (error) {
      if (error instanceof ApiError) return null;
      throw error;
    }
  }

  /** Runs a message on top of `state`, which stays as it is. Returns { lt, accounts, transactions } to be committed. */
  #run(cell, now, { lt, accounts }) {
    return this.#machine.run(cell, { lt, now, shardAccountOf: address => accounts[accountKey(address)] ?? this.#shardAccount(address) });
  }

  #shardAccount(address) {
    return this.#ledger.shardAccount(address) ?? emptyAccount(address);
  }
}

const emptyAccount = address => toBase64(beginCell().store(storeShardAccount(createEmptyShardAccount(address))).endCell());

const toBase64 = cell => cell.toBoc().toString('base64');
