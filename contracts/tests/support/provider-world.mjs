// A chain with a provider's stake and everyone who has a say in it.
import assert from 'node:assert/strict';
import { beginCell, Cell, contractAddress, toNano } from '@ton/core';
import { runTolkCompiler } from '@ton/tolk-js';
import { createShardAccount } from '@ton/sandbox';
import * as cells from './registry-cells.mjs';
import { Stage } from './stage.mjs';
import { addressFrom, codeOf, exitCodeOf, networkId } from './world.mjs';

export const unbondingDelay = 21 * 86_400;
export const slashDelay = 3 * 86_400;
export const appealTimeout = 7 * 86_400;
export const reserve = toNano('0.1');
export const ample = toNano('0.2');

/** A wallet that takes money, or refuses it after it has used up some gas, as its data says. */
const payeeSource = `
fun onInternalMessage(_in: InMessage) {
    assert (contract.getData().beginParse().preloadUint(1) == 0) throw 77;
}
`;

let payeeCode;
async function compilePayee() {
  const { status, message, codeBoc64 } = await runTolkCompiler({ entrypointFileName: 'payee.tolk', fsReadCallback: () => payeeSource });
  if (status !== 'ok') throw new Error(message);
  return Cell.fromBase64(codeBoc64);
}

export class ProviderWorld extends Stage {
  owner = addressFrom(101);
  beneficiary = addressFrom(102);

  static async create() {
    const world = new ProviderWorld();
    payeeCode ??= await compilePayee();
    await world.open('slasher', 'arbiter', 'stranger');
    for (const payee of [world.owner, world.beneficiary]) await world.setPayee(payee, { refuses: false, balance: toNano('1') });
    world.init = {
      code: codeOf('provider'),
      data: cells.providerData({
        networkId, owner: world.owner, slasher: world.slasher.address, arbiter: world.arbiter.address, beneficiary: world.beneficiary,
        unbondingDelay, slashDelay, appealTimeout,
      }),
    };
    world.provider = contractAddress(0, world.init);
    return world;
  }

  async setPayee(address, { refuses, balance }) {
    const held = balance ?? await this.balance(address);
    const data = beginCell().storeBit(refuses).endCell();
    await this.chain.setShardAccount(address, createShardAccount({ address, code: payeeCode, data, balance: held }));
  }

  /** A message whose value comes from nowhere, since the owner is no treasury wallet. */
  tell(from, body, value = ample) {
    return this.inject(from.address ?? from, this.provider, value, body);
  }

  async stake(amount, { from = this.owner, value = amount + ample } = {}) {
    const { transactions } = await this.chain.sendMessage({
      info: {
        type: 'internal', ihrDisabled: true, bounce: true, bounced: false, src: from.address ?? from, dest: this.provider,
        value: { coins: value }, ihrFee: 0n, forwardFee: 0n, createdAt: 0, createdLt: 0n,
      },
      init: this.init,
      body: cells.stake(1n, amount),
    });
    this.transactions.push(...transactions);
    return transactions;
  }

  startUnbond(amount, from = this.owner) { return this.tell(from, cells.startUnbond(2n, amount)); }
  finishUnbond(from = this.owner, value) { return this.tell(from, cells.finishUnbond(3n), value); }
  announceSlash(amount, evidence = 1n, from = this.slasher) { return this.tell(from, cells.announceSlash(4n, amount, evidence)); }
  appeal(statement = 9n, from = this.owner) { return this.tell(from, cells.appeal(5n, statement)); }
  resolve(upheld, evidence = 1n, from = this.arbiter) { return this.tell(from, cells.resolve(6n, evidence, upheld)); }
  executeSlash(evidence = 1n, from = this.stranger, value = ample) { return this.tell(from, cells.executeSlash(7n, evidence), value); }
  withdrawSlash(evidence = 1n, from = this.slasher) { return this.tell(from, cells.withdrawSlash(8n, evidence)); }
  lapseSlash(from = this.stranger) { return this.tell(from, cells.lapseSlash(9n)); }
  payOwed(toBeneficiary, from = this.stranger) { return this.tell(from, cells.payOwed(10n, toBeneficiary)); }

  async state() {
    const r = await this.read(this.provider, 'provider_state');
    return {
      staked: r.readBigNumber(), unbonding: r.readBigNumber(), unbondAt: r.readNumber(), owedToOwner: r.readBigNumber(),
      owedToBeneficiary: r.readBigNumber(), usedCount: r.readNumber(),
      slash: r.readBoolean()
        ? { evidence: r.readBigNumber(), amount: r.readBigNumber(), executeAt: r.readNumber(), appealedAt: r.readNumber(), statement: r.readBigNumber() }
        : null,
    };
  }

  async evidence(hash) {
    const r = await this.read(this.provider, 'evidence', hash);
    return { used: r.readBoolean(), tookMoney: r.readBoolean() };
  }

  async books() {
    const { staked, unbonding, owedToOwner, owedToBeneficiary } = await this.state();
    return staked + unbonding + owedToOwner + owedToBeneficiary;
  }
}

/** `send` is accepted, and the balance is the books and the reserve, to the nano. Returns the transactions it caused. */
export async function assertAccepted(world, send) {
  const [transaction, ...caused] = await send();
  assert.equal(exitCodeOf(transaction), 0);
  assert.equal(transaction.description.actionPhase.success, true);
  assert.equal(await world.balance(world.provider), await world.books() + reserve);
  return caused;
}

/** The transaction in which `address` received a payment of the stake. */
export const paymentTo = (address, transactions) => transactions.find(({ inMessage: { info, body } }) =>
  info.dest.equals(address) && body.beginParse().loadUint(32) === 0);
