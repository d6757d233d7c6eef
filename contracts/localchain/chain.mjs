// The chain: accounts, their transactions, a clock, and the node's own transaction executor over them.
//
// One message and all it causes is one step. A step is worked out aside, put on disk, and only then shown, so that no
// reader ever sees a transaction that a crash could take back.
import { beginCell, Cell, external, loadShardAccount, storeMessage, storeShardAccount } from '@ton/core';
import { createEmptyShardAccount, Executor } from '@ton/sandbox';
import { accountKey, readMessage, readTransaction } from './cells.mjs';
import { ApiError, refused } from './errors.mjs';
import { transferBody, treasuryAccount, treasuryAddress, treasurySupply } from './treasury.mjs';

const ltStep = 1_000_000n;
const externalBytesMax = 65_535;
const externalDepthMax = 512;
const cascadeMax = 5_000;
const secondsPerBlock = 5;
const formatName = 'cocoon-localchain/1';

/** The journal was written by another version or with other prices. */
export class ChainStateError extends Error {}

export class Chain {
  #executor;
  #journal;
  #hostSeconds;
  #accounts = new Map();
  #transactions = new Map();
  #transactionCount = 0;
  #stepCount = 0;
  #lt = 0n;
  #genesis = 0;
  #offset = 0;
  #lastNow = 0;
  #turn = Promise.resolve();

  constructor(executor, config, prices, journal, hostSeconds) {
    this.#executor = executor;
    this.#journal = journal;
    this.#hostSeconds = hostSeconds;
    this.config = config;
    this.prices = prices;
  }

  /** `records` are what `journal` held when it was opened; an empty journal begins a new chain. */
  static async open({ config, prices, journal, records, hostSeconds = () => Math.floor(Date.now() / 1000) }) {
    const chain = new Chain(await Executor.create(), config, prices, journal, hostSeconds);
    const first = { kind: 'genesis', format: formatName, prices, now: hostSeconds(), treasury: treasuryAccount() };
    if (records.length === 0) journal.append(first);
    for (const record of records.length === 0 ? [first] : records) chain.#apply(record);
    return chain;
  }

  /** Unix seconds. Follows the host's clock plus what /dev/time added, and never goes back. */
  get now() {
    return Math.max(this.#lastNow, this.#hostSeconds() + this.#offset);
  }

  /** Invented: grows with every step and every five seconds, as clients expect of a block number. */
  get seqno() {
    return 1 + this.#stepCount + Math.floor((this.now - this.#genesis) / secondsPerBlock);
  }

  get stats() {
    return { accounts: this.#accounts.size, transactions: this.#transactionCount };
  }

  /** Runs an external message and everything it causes. Returns the transactions. Throws ApiError when it is not accepted. */
  sendExternal(cell, bocBytes) {
    if (bocBytes > externalBytesMax) throw refused(`external message too large: ${bocBytes} bytes, at most ${externalBytesMax}`);
    if (cell.depth() >= externalDepthMax) throw refused(`external message too deep: ${cell.depth()}, must be below ${externalDepthMax}`);
    return this.#exclusively(async () => {
      const now = this.now;
      const effects = await this.#run(cell, now);
      this.#commit({ kind: 'external', now, boc: toBase64(cell), ...effects });
      return effects.transactions;
    });
  }

  /** Sends `amount` nano from the treasury. Returns the receiver's transaction. */
  async faucet(address, amount) {
    if (amount > treasurySupply) throw new ApiError(422, 'The treasury does not hold that much.');
    const message = external({ to: treasuryAddress, body: transferBody(address, amount) });
    const cell = beginCell().store(storeMessage(message)).endCell();
    const transactions = await this.sendExternal(cell, 0);
    const received = transactions.find(transaction => transaction.account === accountKey(address));
    if (!received) throw new ApiError(422, 'The treasury does not hold that much.');
    return received;
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
    return this.#transactions.get(accountKey(address)) ?? [];
  }

  /** What the executor makes of a message now, without keeping it: the transaction's cell. */
  async emulate(cell, { ignoreSignature }) {
    const { dest } = readMessage(cell).info;
    const result = await this.#execute(cell, this.#shardAccount(dest), this.#lt + ltStep, this.now, ignoreSignature);
    return Cell.fromBase64(result.transaction);
  }

  /** { exitCode, gasUsed, stack: Cell }; null for an account without code. */
  async runGetMethod(address, methodId, stack) {
    const { account } = this.account(address);
    if (account?.storage.state.type !== 'active') return null;
    const { code, data } = account.storage.state.state;
    const { output } = await this.#executor.runGetMethod({
      code, data, methodId, stack, address,
      config: this.config.base64, verbosity: 'short', unixTime: this.now, balance: account.storage.balance.coins,
      randomSeed: Buffer.alloc(32), gasLimit: 1_000_000n, debugEnabled: false,
    });
    if (!output.success) throw refused(`cannot run get method: ${output.error}`);
    return { exitCode: output.vm_exit_code, gasUsed: Number(output.gas_used), stack: Cell.fromBase64(output.stack) };
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

  #apply(record) {
    this.#lastNow = record.now;
    if (record.kind === 'genesis') this.#begin(record);
    if (record.kind === 'time') this.#offset = record.offset;
    if (record.kind === 'external') this.#show(record);
  }

  #begin({ format, prices, now, treasury }) {
    if (format !== formatName) throw new ChainStateError(`The state was written as ${format}, this program reads ${formatName}. Start anew with --fresh.`);
    if (prices !== this.prices) throw new ChainStateError(`The state was begun with --prices ${prices}. Start with that, or anew with --fresh.`);
    this.#genesis = now;
    this.#accounts.set(accountKey(treasuryAddress), treasury);
  }

  #show({ lt, accounts, transactions }) {
    this.#lt = BigInt(lt);
    this.#stepCount++;
    this.#transactionCount += transactions.length;
    for (const [key, shardAccount] of Object.entries(accounts)) this.#accounts.set(key, shardAccount);
    for (const transaction of transactions) {
      const list = this.#transactions.get(transaction.account);
      if (list) list.push(transaction);
      else this.#transactions.set(transaction.account, [transaction]);
    }
  }

  /** Runs `first` and what it causes against a copy. Returns { lt, accounts, transactions } to be committed. */
  async #run(first, now) {
    const accounts = {};
    const transactions = [];
    const queue = [first];
    let lt = this.#lt;
    while (queue.length > 0) {
      if (transactions.length === cascadeMax) throw refused(`the message causes more than ${cascadeMax} transactions`);
      const message = queue.shift();
      const { dest } = readMessage(message).info;
      const key = accountKey(dest);
      lt += ltStep;
      const result = await this.#execute(message, accounts[key] ?? this.#shardAccount(dest), lt, now);
      accounts[key] = result.shardAccount;
      const cell = Cell.fromBase64(result.transaction);
      const { transaction, outMessages } = readTransaction(cell);
      transactions.push({ account: key, lt: transaction.lt.toString(), hash: cell.hash().toString('base64'), boc: result.transaction });
      queue.push(...outMessages.filter(out => readMessage(out).info.type === 'internal'));
    }
    return { lt: lt.toString(), accounts, transactions };
  }

  async #execute(message, shardAccount, lt, now, ignoreChksig = false) {
    const { result } = await this.#executor.runTransaction({
      message, shardAccount, lt, now, ignoreChksig,
      config: this.config.base64, libs: null, verbosity: 'short', randomSeed: Buffer.alloc(32), debugEnabled: false,
    });
    if (!result.success) throw notAccepted(result);
    return result;
  }

  #shardAccount(address) {
    return this.#accounts.get(accountKey(address)) ?? emptyAccount(address);
  }
}

function notAccepted({ error, vmResults }) {
  const exit = vmResults ? `:\nexitcode=${vmResults.vmExitCode}` : '';
  return refused(`cannot apply external message to current state : External message was not accepted\n${error}${exit}`);
}

const emptyAccount = address => toBase64(beginCell().store(storeShardAccount(createEmptyShardAccount(address))).endCell());

const toBase64 = cell => cell.toBoc().toString('base64');
