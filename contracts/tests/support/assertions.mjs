import assert from 'node:assert/strict';
import { rentOf } from './stage.mjs';
import { exitCodeOf } from './world.mjs';

/** Runs `send` and asserts that `contract` refused with `exitCode`, kept its state, and its balance but for the rent, and sent the rest back. */
export async function assertRefused(world, contract, state, exitCode, sender, send) {
  const before = { balance: await world.balance(contract), state: await state() };
  const purse = await world.balance(sender.address);

  const [refusal, returned] = await send();

  assert.equal(exitCodeOf(refusal), exitCode);
  assert.deepEqual({ balance: await world.balance(contract) + rentOf(refusal), state: await state() }, before);
  assert.equal(returned.inMessage.info.bounced, true, 'the money goes back to its sender');
  const lost = purse - await world.balance(sender.address);
  assert.ok(lost > 0n && lost < 20_000_000n, `only fees are lost, but ${lost} nano were`);
}

/** A payment: the destination got `amount`, and with it at most what the message left over. */
export function assertPaid(transaction, to, amount, surplus = 0n) {
  const { info } = transaction.inMessage;
  assert.ok(info.dest.equals(to), `paid to ${info.dest}`);
  assert.ok(info.value.coins >= amount && info.value.coins <= amount + surplus, `paid ${info.value.coins} instead of ${amount}`);
}

/** All money there is, in nano: what the accounts hold, and what the network took from them. */
export function totalMoney(world) {
  const held = world.chain.snapshot().contracts.map(({ account }) => account.account?.storage.balance.coins ?? 0n);
  return sum(held) + sum(world.transactions.map(feesOf));
}

/** A message's forward fee is split: a third is in the sender's total, the rest travels with the message. */
const feesOf = ({ totalFees, outMessages }) =>
  totalFees.coins + sum([...outMessages.values()].map(({ info }) => info.forwardFee + info.ihrFee));

const sum = values => values.reduce((total, value) => total + value, 0n);
