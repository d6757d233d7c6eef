import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { beginCell, comment, toNano } from '@ton/core';
import { assertRefused } from './support/assertions.mjs';
import { op } from './support/cells.mjs';
import { rentOf } from './support/stage.mjs';
import { computeOf, exitCodeOf, gasOf, grace, keyNumber, networkId, World } from './support/world.mjs';

const monthSeconds = 30 * 86_400;
const unknown = bits => beginCell().storeUint(0xdeadbeef, 32).storeUint(0, bits - 32).endCell();
let world;
beforeEach(async () => { world = await World.create(); });

test('the first top-up deploys the channel with its terms', async () => {
  await world.topUp(toNano('10'));

  assert.deepEqual(await world.channelState(), {
    deposited: toNano('10'), claimed: 0n, withdrawn: 0n, networkId,
    voucherKey: keyNumber(world.client), marketKey: keyNumber(world.marketKey), grace,
    vault: world.vault.toRawString(), owner: world.wallet.address.toRawString(),
    closeAt: 0, closed: false, nextKey: 0n, nextKeyAt: 0,
  });
});

test('a top-up adds its amount to the nano, to the deposit and to the balance', async () => {
  await world.topUp(toNano('10'));
  await world.topUp(1_234_567_891n);

  assert.equal((await world.channelState()).deposited, 11_234_567_891n);
  assert.equal(await world.balance(world.channel), 11_234_567_891n);
});

test('rent is the owner\'s: a top-up after a month adds its amount, and the rent leaves the balance', async () => {
  await world.topUp(toNano('10'));
  world.chain.now += monthSeconds;
  const [transaction] = await world.topUp(toNano('1'));

  assert.ok(rentOf(transaction) > 0n);
  assert.equal((await world.channelState()).deposited, toNano('11'));
  assert.equal(await world.balance(world.channel), toNano('11') - rentOf(transaction));
});

test('what a top-up does not need returns as excesses with its query id', async () => {
  const [transaction, excess] = await world.topUp(toNano('10'), { value: toNano('13'), queryId: 77n });

  assert.ok(excess.inMessage.info.dest.equals(world.wallet.address));
  const body = excess.inMessage.body.beginParse();
  assert.equal(body.loadUint(32), op.excesses);
  assert.equal(body.loadUintBig(64), 77n);
  const { value, forwardFee } = excess.inMessage.info;
  assert.equal(toNano('13'), toNano('10') + transaction.totalFees.coins + forwardFee + value.coins);
});

test('anyone may top a channel up', async () => {
  await world.topUp(toNano('1'));
  await world.topUp(toNano('2'), { from: world.market });

  assert.equal((await world.channelState()).deposited, toNano('3'));
});

test('a top-up whose value does not cover amount and gas is refused and the money returned', async () => {
  await world.topUp(toNano('10'));

  await assertRefused(world, world.channel, () => world.channelState(), 46, world.wallet,
    () => world.topUp(toNano('1'), { value: toNano('1') + 1_900_000n }));
});

test('a first top-up that is too small leaves no channel behind', async () => {
  const [refusal] = await world.topUp(toNano('1'), { value: toNano('1') });

  assert.equal(exitCodeOf(refusal), 46);
  assert.equal(await world.balance(world.channel), 0n);
});

test('the least value that is accepted leaves the channel whole', async () => {
  await world.topUp(toNano('10'));
  let value = toNano('1') + 1_900_000n;
  let transaction;
  do {
    value += 10_000n;
    [transaction] = await world.topUp(toNano('1'), { value });
  } while (exitCodeOf(transaction) === 46);

  assert.equal(exitCodeOf(transaction), 0);
  assert.equal(transaction.description.actionPhase.success, true);
  assert.equal(await world.balance(world.channel), toNano('11'));
});

test('a plain transfer and an unknown message are refused and returned', async () => {
  await world.topUp(toNano('10'));

  for (const body of [beginCell().endCell(), comment('hello'), unknown(32), unknown(96), unknown(500)]) {
    await assertRefused(world, world.channel, () => world.channelState(), 65535, world.wallet,
      () => world.send(world.wallet, world.channel, toNano('1'), body));
  }
});

test('a top-up stays below the gas it reckons with', async () => {
  await world.topUp(toNano('10'));
  world.chain.now += monthSeconds;
  const [transaction] = await world.topUp(toNano('1'));

  assert.equal(computeOf(transaction).success, true);
  assert.ok(gasOf(transaction) <= 5000n, `used ${gasOf(transaction)}`);
});

test('a channel of another network takes no money', async () => {
  const foreign = await World.create({ channelNetworkId: -3 });
  const [refusal, returned] = await foreign.topUp(toNano('10'));

  assert.equal(exitCodeOf(refusal), 41);
  assert.equal(returned.inMessage.info.bounced, true);
  assert.equal(await foreign.balance(foreign.channel), 0n);
});

test('the network is part of the address: the same terms on another network are another channel', async () => {
  const foreign = await World.create({ channelNetworkId: -3 });
  assert.notEqual(foreign.channel.toRawString(), world.channel.toRawString());
});

test('a closing channel and a closed one take no money', async () => {
  await world.topUp(toNano('10'));
  await world.startClose();
  const refused = () => assertRefused(world, world.channel, () => world.channelState(), 49, world.wallet, () => world.topUp(toNano('1')));
  await refused();
  world.chain.now += grace;
  await world.finishClose();
  await refused();
});
