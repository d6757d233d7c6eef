// Runs messages with the node's own transaction executor. Knows no state of its own.
import { Cell } from '@ton/core';
import { Executor } from '@ton/sandbox';
import { accountKey, readMessage, readTransaction } from './cells.mjs';
import { refused } from './errors.mjs';

const ltStep = 1_000_000n;
const cascadeMax = 5_000;
const getMethodGasMax = 1_000_000n;

export class Machine {
  #executor;
  #config;

  constructor(executor, config) {
    this.#executor = executor;
    this.#config = config;
  }

  static async create(config) {
    return new Machine(await Executor.create(), config.base64);
  }

  /**
   * Runs `first` and everything it causes. `shardAccountOf(address)` is what was there before, in base64. Returns
   * { lt: of the last transaction, accounts: { key: ShardAccount }, transactions }. Throws ApiError when it is not accepted.
   */
  async run(first, { lt, now, shardAccountOf }) {
    const accounts = {};
    const transactions = [];
    const queue = [first];
    while (queue.length > 0) {
      if (transactions.length === cascadeMax) throw refused(`the message causes more than ${cascadeMax} transactions`);
      const message = queue.shift();
      const { dest } = readMessage(message).info;
      const key = accountKey(dest);
      lt += ltStep;
      const result = await this.#execute(message, accounts[key] ?? shardAccountOf(dest), { lt, now });
      accounts[key] = result.shardAccount;
      const cell = Cell.fromBase64(result.transaction);
      const { transaction, outMessages } = readTransaction(cell);
      transactions.push({ account: key, lt: transaction.lt.toString(), hash: cell.hash().toString('base64'), boc: result.transaction });
      queue.push(...outMessages.filter(out => readMessage(out).info.type === 'internal'));
    }
    return { lt, accounts, transactions };
  }

  /** The cell of the one transaction that `message` itself makes. Throws ApiError when it is not accepted. */
  async emulate(message, shardAccount, { lt, now, ignoreSignature }) {
    const result = await this.#execute(message, shardAccount, { lt: lt + ltStep, now, ignoreSignature });
    return Cell.fromBase64(result.transaction);
  }

  /** { exitCode, gasUsed, stack: Cell } of an active account's get-method. */
  async runGetMethod(address, { state, balance }, methodId, stack, now) {
    const { code, data } = state.state;
    const { output } = await this.#executor.runGetMethod({
      code, data, methodId, stack, address,
      config: this.#config, verbosity: 'short', unixTime: now, balance: balance.coins,
      randomSeed: Buffer.alloc(32), gasLimit: getMethodGasMax, debugEnabled: false,
    });
    if (!output.success) throw refused(`cannot run get method: ${output.error}`);
    return { exitCode: output.vm_exit_code, gasUsed: Number(output.gas_used), stack: Cell.fromBase64(output.stack) };
  }

  async #execute(message, shardAccount, { lt, now, ignoreSignature = false }) {
    const { result } = await this.#executor.runTransaction({
      message, shardAccount, lt, now, ignoreChksig: ignoreSignature,
      config: this.#config, libs: null, verbosity: 'short', randomSeed: Buffer.alloc(32), debugEnabled: false,
    });
    if (!result.success) throw notAccepted(result);
    return result;
  }
}

function notAccepted({ error, vmResults }) {
  const exit = vmResults ? `:\nexitcode=${vmResults.vmExitCode}` : '';
  return refused(`cannot apply external message to current state : External message was not accepted\n${error}${exit}`);
}
