import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toNano } from '@ton/core';
import { totalMoney } from './support/assertions.mjs';
import { change } from './support/vault-cells.mjs';
import { addressFrom, grace, World } from './support/world.mjs';

test('balances and fees add up to the same sum, to the nano, through a life of every message and many refusals', async () => {
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
  await world.withdraw({ total: toNano('1') });
  await world.withdraw({ total: toNano('1') });
  await world.changeVoucherKey(world.operator.publicKey);
  await world.startClose();
  await world.pause(true);
  await world.pause(false);
  chain.now += grace;
  await world.applyVoucherKey();
  await world.finishClose();
  await world.topUp(toNano('1'));

  const entries = [{ provider: addressFrom(1), earned: toNano('2'), guaranteed: toNano('0.3') }, { provider: addressFrom(2), earned: 1n, guaranteed: 1n }];
  const tree = await world.publish(entries, 2);
  await world.openExit();
  for (const index of [0, 1, 1]) await world.draw(tree, entries, index);
  await world.enact(change.takeOut(world.wallet.address, toNano('0.1')));
  await world.enact(change.setOwner(world.wallet.address));

  assert.equal(totalMoney(world), before);
  assert.equal(await world.balance(addressFrom(30)), toNano('0.2') + 29n);
  assert.equal((await world.channelState()).closed, true);
});
