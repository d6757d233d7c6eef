import assert from 'node:assert/strict';
import { exitCodeOf } from './world.mjs';

/** Runs `send` and asserts that `contract` refused with `exitCode`, kept its balance and its state, and sent the rest back. */
export async function assertRefused(world, contract, state, exitCode, sender, send) {
  const before = { balance: await world.balance(contract), state: await state() };
  const purse = await world.balance(sender.address);

  const [refusal, returned] = await send();

  assert.equal(exitCodeOf(refusal), exitCode);
  assert.deepEqual({ balance: await world.balance(contract), state: await state() }, before);
  assert.equal(returned.inMessage.info.bounced, true, 'the money goes back to its sender');
  const lost = purse - await world.balance(sender.address);
  assert.ok(lost > 0n && lost < 10_000_000n, `only fees are lost, but ${lost} nano were`);
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
