// A chain with treasury wallets and one contract under test: what the worlds of the registry and the stake share.
import assert from 'node:assert/strict';
import { Blockchain } from '@ton/sandbox';
import { exitCodeOf, genesis } from './world.mjs';

export class Stage {
  /** Every transaction since the chain began, wallets' own included. */
  transactions = [];

  async open(...wallets) {
    this.chain = await Blockchain.create({ config: 'slim' });
    this.chain.verbosity = { print: false, blockchainLogs: false, vmLogs: 'none', debugLogs: false };
    this.chain.now = genesis;
    for (const name of wallets) this[name] = await this.chain.treasury(name);
  }

  /** An internal message from a treasury wallet, which pays the fees itself; returns the transactions after the wallet's own. */
  async send(from, to, value, body, init, bounce = true) {
    const { transactions } = await from.send({ to, value, body, init, bounce });
    this.transactions.push(...transactions);
    return transactions.slice(1);
  }

  /** An internal message as if `from` had sent it, its value made from nothing: half the transactions of `send`. */
  async inject(from, to, value, body, bounce = true) {
    const { transactions } = await this.chain.sendMessage({
      info: {
        type: 'internal', ihrDisabled: true, bounce, bounced: false, src: from, dest: to,
        value: { coins: value }, ihrFee: 0n, forwardFee: 0n, createdAt: 0, createdLt: 0n,
      },
      body,
    });
    this.transactions.push(...transactions);
    return transactions;
  }

  async balance(address) {
    return (await this.chain.getContract(address)).balance;
  }

  async read(address, method, ...args) {
    const { stackReader } = await this.chain.runGetMethod(address, method, args.map(value => ({ type: 'int', value: BigInt(value) })));
    return stackReader;
  }
}

/** The storage fee that fell due. A refusal does not spare it: the contract's reserve pays. */
export const rentOf = transaction => transaction.description.storagePhase?.storageFeesCollected ?? 0n;

/** What is left of the value of a refused message that could not pay for its way back: it stays with the contract. */
export const strandedOf = transaction => transaction.outMessagesCount > 0 ? 0n
  : transaction.inMessage.info.value.coins + rentOf(transaction) - transaction.totalFees.coins;

/** Runs `send` and asserts that `contract` refused with `exitCode`, kept its state and its balance but for the rent, and sent the money back. */
export async function assertRefused(stage, contract, state, exitCode, send) {
  const before = { balance: await stage.balance(contract), state: await state() };

  const [refusal, returned] = await send();

  assert.equal(exitCodeOf(refusal), exitCode);
  assert.deepEqual({ balance: await stage.balance(contract) + rentOf(refusal), state: await state() }, before);
  assert.equal(returned.inMessage.info.bounced, true, 'the money goes back to its sender');
  const lost = refusal.inMessage.info.value.coins - returned.inMessage.info.value.coins;
  assert.ok(lost > 0n && lost < 20_000_000n, `only fees are lost, but ${lost} nano were`);
}

/**
 * The transactions of `send(value)` with the least value, in nano, that the contract accepts. Every smaller value must be
 * refused for want of gas or money; `check` is called after each refusal.
 */
export async function sendLeast(stage, send, check) {
  let [tooLittle, enough] = [400_000n, 100_000_000n];
  const start = stage.chain.snapshot();
  while (enough - tooLittle > 1n) {
    const middle = (tooLittle + enough) / 2n;
    const [transaction] = await send(middle);
    const code = exitCodeOf(transaction);
    if (code !== 0) {
      assert.ok([-14, 311].includes(code), `exit code ${code} with ${middle} nano`);
      await check();
    }
    [tooLittle, enough] = code === 0 ? [tooLittle, middle] : [middle, enough];
    await stage.chain.loadFrom(start);
  }
  return send(enough);
}

/** A generator of numbers below `max` from a seed (mulberry32), so that a failing run can be repeated. */
export function randomFrom(seed) {
  let state = seed >>> 0;
  return max => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) % max;
  };
}
