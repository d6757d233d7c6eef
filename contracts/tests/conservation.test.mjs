import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toNano } from '@ton/core';
import { totalMoney } from './support/assertions.mjs';
import { addressFrom, World } from './support/world.mjs';

test('balances and fees add up to the same sum, to the nano, through a life of deposits, claims, refusals and batches', async () => {
  const world = await World.create();
  const { chain } = world;
  const before = totalMoney(world);

  await world.topUp(toNano('10'));
  await world.topUp(toNano('1'), { value: toNano('1') });
  await world.claim({ amount: toNano('2'), seqno: 1 });
  chain.now += 86_400 * 90;
  await world.topUp(toNano('3'));
  await world.claim({ amount: toNano('2'), seqno: 1 });
  await world.claim({ amount: toNano('7'), seqno: 2 });
  const payouts = Array.from({ length: 30 }, (_, i) => ({ to: addressFrom(i + 1), value: toNano('0.2') + BigInt(i) }));
  await world.pay({ payouts });
  await world.pay({ payouts: [{ to: world.channel, value: toNano('0.5') }], seqno: 1 });

  assert.equal(totalMoney(world), before);
  assert.equal(await world.balance(addressFrom(30)), toNano('0.2') + 29n);
});
