// What a vault's owner can do: pause at once, everything else only through the timelock.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { beginCell, toNano } from '@ton/core';
import { decode, encode, identity, multiply } from '../vectors/curve.mjs';
import { assertPaid, assertRefused } from './support/assertions.mjs';
import { smallOrderKeys } from './support/keys.mjs';
import { rentOf } from './support/stage.mjs';
import { change, pause } from './support/vault-cells.mjs';
import { addressFrom, codeOf, exitCodeOf, keyNumber, keyPair, timelock, World } from './support/world.mjs';

const window = 14 * 86_400;
const next = keyPair(42);
let world;
beforeEach(async () => {
  world = await World.create();
  await world.send(world.market, world.vault, toNano('100'), beginCell().endCell());
});

const refused = (exitCode, send, sender = world.market) => assertRefused(world, world.vault, () => world.vaultState(), exitCode, sender, send);
const pay = (seqno, key = world.operator) => world.pay({ payouts: [{ to: addressFrom(1), value: toNano('0.1') }], seqno }, { key });
const notAccepted = (exitCode, send) => assert.rejects(send, error => error.exitCode === exitCode);
const setOperator = change.setOperator(next.publicKey);

test('a paused vault takes no batch and keeps its operator; it goes on where it was', async () => {
  await pay(0);
  await world.pause(true);
  const { paused, operatorKey, seqno } = await world.vaultState();
  assert.deepEqual({ paused, operatorKey, seqno }, { paused: true, operatorKey: keyNumber(world.operator), seqno: 1 });
  await notAccepted(54, () => pay(1));

  await world.pause(false);
  await pay(1);
  assert.deepEqual([(await world.vaultState()).paused, (await world.vaultState()).seqno], [false, 2]);
});

test('a paused vault still takes money', async () => {
  await world.topUp(toNano('10'));
  await world.pause(true);
  const [, received] = await world.claim({ amount: toNano('2'), seqno: 1 });
  assert.equal(exitCodeOf(received), 0);
});

test('a pause answers with what is left of its value', async () => {
  const [, answer] = await world.pause(true);
  assertPaid(answer, world.market.address, toNano('0.18'), toNano('0.02'));
});

test('no batch can be signed while the vault is paused: the key that stands there is no point of the curve', async () => {
  await world.pause(true);
  const data = (await world.chain.getContract(world.vault)).accountState.state.data.beginParse();
  const keyInEffect = data.skip(256).loadBuffer(32);

  assert.throws(() => decode(keyInEffect), /not on the curve/);
  assert.deepEqual(decode(world.operator.publicKey), decode(encode(decode(world.operator.publicKey))));
});

test('the keys that are refused as weak are those of small order', () => {
  for (const [name, key] of smallOrderKeys) assert.deepEqual(multiply(decode(key), 8n), identity, name);
});

test('the operator changes through the timelock, and the old key is refused after', async () => {
  await world.announce(setOperator);
  assert.equal(await world.pendingChange(setOperator), world.chain.now + timelock);
  world.chain.now += timelock;
  await pay(0);
  await notAccepted(54, () => pay(1, next));
  const [applied, answer] = await world.apply(setOperator);

  assert.equal(exitCodeOf(applied), 0);
  assertPaid(answer, world.market.address, toNano('0.18'), toNano('0.02'));
  assert.equal((await world.vaultState()).operatorKey, keyNumber(next));
  await notAccepted(54, () => pay(1));
  await pay(1, next);
  assert.equal((await world.vaultState()).seqno, 2);
});

test('the operator changes also while the vault is paused, which it stays', async () => {
  await world.pause(true);
  await world.enact(setOperator);
  assert.deepEqual([(await world.vaultState()).paused, (await world.vaultState()).operatorKey], [true, keyNumber(next)]);
  await notAccepted(54, () => pay(0, next));

  await world.pause(false);
  await pay(0, next);
});

test('the owner changes through the timelock, and the old one has no power after', async () => {
  await world.enact(change.setOwner(world.wallet.address));

  assert.equal((await world.vaultState()).owner, world.wallet.address.toRawString());
  await refused(210, () => world.pause(true));
  await world.pause(true, { from: world.wallet });
  assert.equal((await world.vaultState()).paused, true);
});

test('money is taken out through the timelock: the amount less the forward fee, and no more than there is', async () => {
  const takeOut = change.takeOut(world.wallet.address, toNano('40'));
  await world.announce(takeOut);
  world.chain.now += timelock;
  const before = await world.balance(world.vault);
  const [applied, paid] = await world.apply(takeOut);

  assert.equal(await world.balance(world.vault), before - toNano('40') - rentOf(applied));
  assertPaid(paid, world.wallet.address, toNano('39.999'), toNano('0.001'));
  const tooMuch = change.takeOut(world.wallet.address, toNano('61.1'));
  await world.announce(tooMuch);
  world.chain.now += timelock;
  await refused(58, () => world.apply(tooMuch));
});

test('an upgrade puts new code in place and keeps the data, or replaces it', async () => {
  await world.enact(change.upgrade(codeOf('channel')));
  const account = async () => (await world.chain.getContract(world.vault)).accountState.state;
  assert.equal((await account()).code.hash().toString('hex'), codeOf('channel').hash().toString('hex'));

  const other = await World.create();
  const data = beginCell().storeUint(1, 1).endCell();
  await other.enact(change.upgrade(codeOf('channel'), data));
  assert.ok((await other.chain.getContract(other.vault)).accountState.state.data.equals(data));
});

test('an announced change can be cancelled', async () => {
  await world.announce(setOperator);
  await world.cancel(setOperator);
  world.chain.now += timelock;

  assert.equal(await world.pendingChange(setOperator), 0);
  await refused(303, () => world.apply(setOperator));
});

// ---- attacks

test('only the owner pauses, announces, cancels and applies', async () => {
  await world.announce(setOperator);
  world.chain.now += timelock;
  for (const from of [world.stranger, world.wallet]) {
    await refused(210, () => world.pause(true, { from }), from);
    await refused(210, () => world.announce(change.takeOut(from.address, 1n), { from }), from);
    await refused(210, () => world.cancel(setOperator, { from }), from);
    await refused(210, () => world.apply(setOperator, { from }), from);
  }
});

test('nothing but the timelock changes operator, owner, code or money: a change that was not announced is refused', async () => {
  for (const one of [setOperator, change.setOwner(world.wallet.address), change.upgrade(codeOf('channel')), change.takeOut(world.wallet.address, 1n)]) {
    await refused(303, () => world.apply(one));
    await world.announce(one);
    await refused(304, () => world.apply(one));
    world.chain.now += timelock - 1;
    await refused(304, () => world.apply(one));
  }
});

test('a change applies once, and is stale fourteen days after its time', async () => {
  await world.enact(setOperator);
  await refused(303, () => world.apply(setOperator));
  const takeOut = change.takeOut(world.wallet.address, 1n);
  await world.announce(takeOut);
  world.chain.now += timelock + window + 1;
  await refused(305, () => world.apply(takeOut));
});

test('a pending change is not announced again, and eight may be pending', async () => {
  for (let amount = 1n; amount <= 8n; amount++) await world.announce(change.takeOut(world.wallet.address, amount));
  await refused(301, () => world.announce(change.takeOut(world.wallet.address, 1n)));
  await refused(302, () => world.announce(change.takeOut(world.wallet.address, 9n)));
});

test('a change that is none can be announced and never applied', async () => {
  const none = beginCell().storeUint(0x56430009, 32).storeUint(0, 256).endCell();
  await world.announce(none);
  world.chain.now += timelock;
  await refused(65535, () => world.apply(none));
});

for (const [name, key] of smallOrderKeys) {
  test(`a key under which anyone can sign is refused as operator: ${name}`, async () => {
    const weak = change.setOperator(key);
    await world.announce(weak);
    world.chain.now += timelock;
    await refused(211, () => world.apply(weak));
  });
}

test('a paused vault is not paused again, nor one that runs set running', async () => {
  await refused(212, () => world.pause(false));
  await world.pause(true);
  await refused(212, () => world.pause(true));
});

test('a batch that takes more than the vault has after money was taken out is refused', async () => {
  await world.enact(change.takeOut(world.wallet.address, toNano('100')));
  await notAccepted(58, () => world.pay({ payouts: [{ to: addressFrom(1), value: toNano('2') }] }));
});

test('a pause is read from one bit, and a message without it is refused', async () => {
  const cut = beginCell().storeBits(pause(1n, true).beginParse().loadBits(96)).endCell();
  await refused(9, () => world.tellVault(cut));
});
