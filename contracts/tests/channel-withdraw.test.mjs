import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { toNano } from '@ton/core';
import { assertPaid, assertRefused } from './support/assertions.mjs';
import { closeAgreement, op, withdraw } from './support/cells.mjs';
import { addressFrom, exitCodeOf, keyPair, networkId, World } from './support/world.mjs';

let world;
beforeEach(async () => {
  world = await World.create();
  await world.topUp(toNano('10'));
});

const refused = (exitCode, send, sender = world.wallet) => assertRefused(world, world.channel, () => world.channelState(), exitCode, sender, send);

test('a withdrawal pays the owner, and the channel falls by exactly its amount', async () => {
  const [, refund] = await world.withdraw({ total: toNano('4') });

  assertPaid(refund, world.wallet.address, toNano('4.19'), toNano('0.01'));
  assert.equal(refund.inMessage.body.beginParse().loadUint(32), op.refund);
  assert.equal(await world.balance(world.channel), toNano('6'));
  const { deposited, claimed, withdrawn } = await world.channelState();
  assert.deepEqual({ deposited, claimed, withdrawn }, { deposited: toNano('10'), claimed: 0n, withdrawn: toNano('4') });
});

test('a permit is cumulative: the second one pays the difference', async () => {
  await world.withdraw({ total: toNano('4') });
  const [, refund] = await world.withdraw({ total: toNano('5') });

  assertPaid(refund, world.wallet.address, toNano('1.19'), toNano('0.01'));
  assert.equal((await world.channelState()).withdrawn, toNano('5'));
});

test('all that is not claimed can be withdrawn, not a nano more', async () => {
  await world.claim({ amount: toNano('3'), seqno: 1 });
  await refused(43, () => world.withdraw({ total: toNano('7') + 1n }));
  await world.withdraw({ total: toNano('7') });

  assert.equal(await world.balance(world.channel), 0n);
});

test('a withdrawn deposit can be topped up and claimed again', async () => {
  await world.withdraw({ total: toNano('10') });
  await world.topUp(toNano('2'));
  await world.claim({ amount: toNano('2'), seqno: 1 });

  const { deposited, claimed, withdrawn } = await world.channelState();
  assert.deepEqual({ deposited, claimed, withdrawn }, { deposited: toNano('12'), claimed: toNano('2'), withdrawn: toNano('10') });
});

test('a permit is good in its last second', async () => {
  const [paying] = await world.withdraw({ total: toNano('4'), validUntil: world.chain.now });
  assert.equal(exitCodeOf(paying), 0);
});

test('a withdrawal that the balance does not cover, because rent used it up, is undone', async () => {
  world.chain.now += 365 * 86_400;
  const [failed, returned] = await world.withdraw({ total: toNano('10') });

  assert.equal(failed.description.actionPhase.resultCode, 37);
  assert.equal(returned.inMessage.info.bounced, true);
  assert.equal((await world.channelState()).withdrawn, 0n);
});

// ---- attacks

test('a permit is refused a second time, and so is a lower one', async () => {
  await world.withdraw({ total: toNano('4') });
  await refused(45, () => world.withdraw({ total: toNano('4') }));
  await refused(45, () => world.withdraw({ total: toNano('3') }));
});

test('an expired permit is refused', async () => {
  await refused(51, () => world.withdraw({ total: toNano('4'), validUntil: world.chain.now - 1 }));
});

test('a permit for another channel, or the same one on another network, is refused', async () => {
  const foreign = await World.create({ channelNetworkId: networkId + 1 });
  await refused(42, () => world.withdraw({ total: toNano('4'), channel: addressFrom(9) }));
  await refused(42, () => world.withdraw({ total: toNano('4'), channel: foreign.channel }));
});

test('a permit that the market did not sign is refused, the client\'s own key included', async () => {
  for (const key of [world.client, world.operator, keyPair(77)]) await refused(52, () => world.withdraw({ total: toNano('4'), key }));
});

test('a close agreement that the market signed is no permit', async () => {
  const agreement = closeAgreement({ channel: world.channel, amount: toNano('4') });
  await refused(63, () => world.tellChannel(withdraw(1n, agreement, world.marketKey.secretKey)));
});

test('only the owner withdraws', async () => {
  for (const from of [world.stranger, world.market]) await refused(48, () => world.withdraw({ total: toNano('4') }, { from }), from);
});

test('a closed channel pays no permit', async () => {
  await world.closeTogether({ amount: toNano('3') });
  await refused(49, () => world.withdraw({ total: toNano('8') }));
});
