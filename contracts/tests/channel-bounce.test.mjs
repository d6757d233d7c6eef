import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { beginCell, toNano } from '@ton/core';
import { claimPaid } from './support/cells.mjs';
import { exitCodeOf, gasOf, World } from './support/world.mjs';

let world;
beforeEach(async () => {
  world = await World.create({ vaultDeployed: false });
  await world.topUp(toNano('10'));
});

/** What the channel gets when `from` could not take a ClaimPaid of `amount`. */
async function bounceFrom(from, amount, seqno) {
  const body = beginCell().storeUint(0xffffffff, 32).storeSlice(claimPaid(1n, amount, seqno).beginParse()).endCell();
  const { transactions } = await world.chain.sendMessage({
    info: {
      type: 'internal', ihrDisabled: true, bounce: false, bounced: true, src: from, dest: world.channel,
      value: { coins: amount + toNano('0.01') }, ihrFee: 0n, forwardFee: 0n, createdAt: 0, createdLt: 0n,
    },
    body,
  });
  return transactions;
}

test('a claim that the vault cannot take is undone', async () => {
  const [, , returned] = await world.claim({ amount: toNano('2'), seqno: 1 });

  assert.equal(returned.inMessage.info.bounced, true);
  const { claimed, seqno, deposited } = await world.channelState();
  assert.deepEqual({ claimed, seqno, deposited }, { claimed: 0n, seqno: 0, deposited: toNano('10') });
  assert.ok(await world.balance(world.channel) >= toNano('10'));
});

test('the same voucher is good again once the vault is there', async () => {
  await world.claim({ amount: toNano('2'), seqno: 1 });
  await world.send(world.market, world.vault, toNano('1'), beginCell().endCell(), world.vaultInit, false);
  const [paying] = await world.claim({ amount: toNano('2'), seqno: 1 });

  assert.equal(exitCodeOf(paying), 0);
  const { claimed, seqno } = await world.channelState();
  assert.deepEqual({ claimed, seqno }, { claimed: toNano('2'), seqno: 1 });
  assert.ok(await world.balance(world.vault) > toNano('2'));
});

test('the least value that a claim is accepted with brings the whole increment home', async () => {
  let value = 4_000_000n;
  let paying;
  do {
    value += 10_000n;
    [paying] = await world.claim({ amount: toNano('2'), seqno: 1 }, { value });
  } while (exitCodeOf(paying) === 108);

  assert.equal(exitCodeOf(paying), 0);
  assert.equal((await world.channelState()).claimed, 0n);
  assert.ok(await world.balance(world.channel) >= toNano('10'));
});

test('bounces of two claims in a row leave the newest voucher presentable', async () => {
  await world.send(world.market, world.vault, toNano('1'), beginCell().endCell(), world.vaultInit, false);
  await world.claim({ amount: toNano('2'), seqno: 4 });
  await world.claim({ amount: toNano('5'), seqno: 9 });

  await bounceFrom(world.vault, toNano('2'), 4);
  await bounceFrom(world.vault, toNano('3'), 9);
  assert.equal((await world.channelState()).claimed, 0n);
  const [older] = await world.claim({ amount: toNano('2'), seqno: 4 });
  const [newest] = await world.claim({ amount: toNano('5'), seqno: 9 });

  assert.equal(exitCodeOf(older), 105);
  assert.equal(exitCodeOf(newest), 0);
  assert.equal((await world.channelState()).claimed, toNano('5'));
});

test('a bounce from anyone but the vault changes nothing', async () => {
  await world.send(world.market, world.vault, toNano('1'), beginCell().endCell(), world.vaultInit, false);
  await world.claim({ amount: toNano('2'), seqno: 1 });
  const [refusal] = await bounceFrom(world.market.address, toNano('2'), 1);

  assert.equal(exitCodeOf(refusal), 109);
  assert.equal((await world.channelState()).claimed, toNano('2'));
});

test('taking a claim back stays below the gas that a claim reckons with', async () => {
  const [, , returned] = await world.claim({ amount: toNano('2'), seqno: 1 });
  assert.ok(gasOf(returned) <= 4000n, `used ${gasOf(returned)}`);
});
