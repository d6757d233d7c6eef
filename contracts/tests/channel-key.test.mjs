import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { toNano } from '@ton/core';
import { assertPaid, assertRefused } from './support/assertions.mjs';
import { smallOrderKeys } from './support/keys.mjs';
import { exitCodeOf, grace, keyNumber, keyPair, World } from './support/world.mjs';

const next = keyPair(42);
let world;
beforeEach(async () => {
  world = await World.create();
  await world.topUp(toNano('10'));
});

const refused = (exitCode, send, sender = world.wallet) => assertRefused(world, world.channel, () => world.channelState(), exitCode, sender, send);
const keys = async () => {
  const { voucherKey, nextKey, nextKeyAt } = await world.channelState();
  return { voucherKey, nextKey, nextKeyAt };
};

test('a voucher key is announced, waits for the grace, and is put into effect by anyone', async () => {
  await world.changeVoucherKey(next.publicKey);
  assert.deepEqual(await keys(), { voucherKey: keyNumber(world.client), nextKey: keyNumber(next), nextKeyAt: world.chain.now + grace });

  world.chain.now += grace;
  const [, answer] = await world.applyVoucherKey({ from: world.stranger });
  assertPaid(answer, world.stranger.address, toNano('0.19'), toNano('0.01'));
  assert.deepEqual(await keys(), { voucherKey: keyNumber(next), nextKey: 0n, nextKeyAt: 0 });
});

test('the old key is good until the new one is in effect, then only the new one is', async () => {
  await world.changeVoucherKey(next.publicKey);
  world.chain.now += grace;
  await refused(40, () => world.claim({ amount: toNano('1'), seqno: 1 }, { key: next }), world.market);
  assert.equal(exitCodeOf((await world.claim({ amount: toNano('1'), seqno: 1 }))[0]), 0);

  await world.applyVoucherKey();
  await refused(40, () => world.claim({ amount: toNano('2'), seqno: 2 }), world.market);
  assert.equal(exitCodeOf((await world.claim({ amount: toNano('2'), seqno: 2 }, { key: next }))[0]), 0);
});

test('a close together is signed with the key in effect', async () => {
  await world.changeVoucherKey(next.publicKey);
  world.chain.now += grace;
  await world.applyVoucherKey();

  await refused(40, () => world.closeTogether({ amount: toNano('1') }));
  await world.closeTogether({ amount: toNano('1'), clientKey: next });
  assert.equal((await world.channelState()).closed, true);
});

test('announcing the present key cancels', async () => {
  await world.changeVoucherKey(next.publicKey);
  await world.changeVoucherKey(world.client.publicKey);

  assert.deepEqual(await keys(), { voucherKey: keyNumber(world.client), nextKey: 0n, nextKeyAt: 0 });
  world.chain.now += grace;
  await refused(50, () => world.applyVoucherKey());
});

test('announcing another key begins the grace anew', async () => {
  await world.changeVoucherKey(keyPair(43).publicKey);
  world.chain.now += grace - 1;
  await world.changeVoucherKey(next.publicKey);
  world.chain.now += grace - 1;

  await refused(50, () => world.applyVoucherKey());
  world.chain.now += 1;
  await world.applyVoucherKey();
  assert.equal((await keys()).voucherKey, keyNumber(next));
});

test('the address does not move with the key', async () => {
  await world.changeVoucherKey(next.publicKey);
  world.chain.now += grace;
  await world.applyVoucherKey();
  await world.topUp(toNano('1'));

  assert.equal((await world.channelState()).deposited, toNano('11'));
});

// ---- attacks

test('a key is not put into effect early, nor twice, nor unannounced', async () => {
  await refused(50, () => world.applyVoucherKey());
  await world.changeVoucherKey(next.publicKey);
  world.chain.now += grace - 1;
  await refused(50, () => world.applyVoucherKey());
  world.chain.now += 1;
  await world.applyVoucherKey();
  await refused(50, () => world.applyVoucherKey());
});

test('only the owner announces a key', async () => {
  for (const from of [world.stranger, world.market]) await refused(48, () => world.changeVoucherKey(next.publicKey, { from }), from);
});

for (const [name, key] of smallOrderKeys) {
  test(`a key under which anyone can sign is refused: ${name}`, async () => {
    await refused(53, () => world.changeVoucherKey(key));
  });
}

test('a close forgets an announced key', async () => {
  await world.changeVoucherKey(next.publicKey);
  await world.closeTogether({ amount: toNano('3') });
  world.chain.now += grace;

  await refused(50, () => world.applyVoucherKey());
});
