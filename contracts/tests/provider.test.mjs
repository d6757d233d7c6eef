import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { beginCell, toNano } from '@ton/core';
import { ample, appealTimeout, assertAccepted, paymentTo, ProviderWorld, slashDelay, unbondingDelay } from './support/provider-world.mjs';
import { assertRefused } from './support/stage.mjs';

const stakeAmount = toNano('100');

let world;
beforeEach(async () => {
  world = await ProviderWorld.create();
  await world.stake(stakeAmount);
});

const refused = (exitCode, send) => assertRefused(world, world.provider, () => world.state(), exitCode, send);

const accepted = send => assertAccepted(world, send);

test('a stake adds exactly its amount and returns the rest', async () => {
  const [excess] = await accepted(() => world.stake(toNano('5'), { from: world.stranger }));

  assert.equal((await world.state()).staked, toNano('105'));
  assert.ok(excess.inMessage.info.dest.equals(world.stranger.address));
  assert.ok(excess.inMessage.info.value.coins > ample - toNano('0.02'));
});

test('a stake of nothing, and one whose value does not cover it, are refused', async () => {
  await refused(511, () => world.stake(0n));
  await refused(311, () => world.stake(toNano('5'), { value: toNano('5') }));
});

test('a plain transfer and an unknown message are refused, since they would belong to nobody', async () => {
  await refused(65535, () => world.tell(world.stranger, beginCell().endCell()));
  await refused(65535, () => world.tell(world.stranger, beginCell().storeUint(0xdeadbeef, 32).endCell()));
});

test('unbonded money leaves to the owner after the delay', async () => {
  await accepted(() => world.startUnbond(toNano('40')));
  assert.deepEqual([(await world.state()).staked, (await world.state()).unbonding], [toNano('60'), toNano('40')]);
  world.chain.now += unbondingDelay;
  const paid = paymentTo(world.owner, await accepted(() => world.finishUnbond()));

  assert.ok(paid.inMessage.info.value.coins >= toNano('40'));
  assert.ok(paid.inMessage.info.value.coins < toNano('40.01'), 'nothing but the possible way back comes on top');
  assert.equal(paid.inMessage.body.beginParse().skip(32).loadBuffer(12).toString(), 'Cocoon stake');
  assert.deepEqual([(await world.state()).unbonding, (await world.state()).unbondAt], [0n, 0]);
});

test('unbonding one second too early is refused', async () => {
  await world.startUnbond(toNano('40'));
  world.chain.now += unbondingDelay - 1;
  await refused(515, () => world.finishUnbond());
});

test('unbonding nothing, more than the stake, or twice at once is refused', async () => {
  await refused(511, () => world.startUnbond(0n));
  await refused(512, () => world.startUnbond(stakeAmount + 1n));
  await refused(514, () => world.finishUnbond());
  await world.startUnbond(1n);
  await refused(513, () => world.startUnbond(1n));
});

test('a stranger can not unbond, and not finish either', async () => {
  await refused(501, () => world.startUnbond(1n, world.stranger));
  await world.startUnbond(1n);
  world.chain.now += unbondingDelay;
  await refused(501, () => world.finishUnbond(world.stranger));
});

test('a slash that nobody appeals is executed by anyone after its delay', async () => {
  await accepted(() => world.announceSlash(toNano('30')));
  const before = await world.balance(world.beneficiary);
  world.chain.now += slashDelay;
  const paid = paymentTo(world.beneficiary, await accepted(() => world.executeSlash()));

  assert.ok(paid.inMessage.info.value.coins >= toNano('30'));
  assert.equal(paid.inMessage.body.beginParse().skip(32).loadBuffer(12).toString(), 'Cocoon slash');
  assert.ok(await world.balance(world.beneficiary) - before > toNano('29.99'));
  const { staked, slash, usedCount } = await world.state();
  assert.deepEqual({ staked, slash, usedCount }, { staked: toNano('70'), slash: null, usedCount: 1 });
  assert.deepEqual(await world.evidence(1n), { used: true, tookMoney: true });
});

test('a slash is refused one second too early', async () => {
  await world.announceSlash(1n);
  world.chain.now += slashDelay - 1;
  await refused(521, () => world.executeSlash());
});

test('a slash of nothing, above everything there is, or beside another one is refused', async () => {
  await refused(511, () => world.announceSlash(0n));
  await refused(512, () => world.announceSlash(stakeAmount + 1n));
  await world.announceSlash(stakeAmount);
  await refused(517, () => world.announceSlash(1n, 2n));
});

test('only the slasher can announce and withdraw a slash', async () => {
  for (const from of [world.stranger, world.owner, world.arbiter]) await refused(502, () => world.announceSlash(1n, 1n, from));
  await world.announceSlash(1n);
  for (const from of [world.stranger, world.owner, world.arbiter]) await refused(502, () => world.withdrawSlash(1n, from));
});

test('a withdrawn slash is gone, and can be announced again', async () => {
  await world.announceSlash(5n);
  await accepted(() => world.withdrawSlash());
  world.chain.now += slashDelay;
  await refused(520, () => world.executeSlash());
  await accepted(() => world.announceSlash(6n));
});

test('other evidence than that of the pending slash is refused', async () => {
  await world.announceSlash(5n, 1n);
  world.chain.now += slashDelay;
  await refused(520, () => world.executeSlash(2n));
  await refused(520, () => world.withdrawSlash(2n));
  await world.appeal();
  await refused(520, () => world.resolve(true, 2n));
});

test('without a pending slash nothing can be done to it', async () => {
  await refused(520, () => world.executeSlash());
  await refused(520, () => world.withdrawSlash());
  await refused(520, () => world.appeal());
  await refused(520, () => world.resolve(true));
  await refused(520, () => world.lapseSlash());
});

test('evidence slashes once: executed, rejected and lapsed evidence is refused for good', async () => {
  await world.announceSlash(5n, 1n);
  world.chain.now += slashDelay;
  await world.executeSlash(1n);
  await world.announceSlash(5n, 2n);
  await world.appeal();
  await world.resolve(false, 2n);
  await world.announceSlash(5n, 3n);
  await world.appeal();
  world.chain.now += appealTimeout + 1;
  await world.lapseSlash();

  for (const evidence of [1n, 2n, 3n]) await refused(518, () => world.announceSlash(5n, evidence));
  assert.deepEqual([await world.evidence(2n), await world.evidence(4n)], [{ used: true, tookMoney: false }, { used: false, tookMoney: false }]);
});

test('after 64 pieces of evidence no slash is taken any more', async () => {
  for (let evidence = 1n; evidence <= 64n; evidence++) {
    await world.announceSlash(1n, evidence);
    world.chain.now += slashDelay;
    await world.executeSlash(evidence);
  }
  assert.equal((await world.state()).staked, stakeAmount - 64n);
  await refused(519, () => world.announceSlash(1n, 65n));
});

test('an appeal stops the slash until the arbiter upholds it, which executes it at once', async () => {
  await world.announceSlash(toNano('30'));
  await accepted(() => world.appeal(9n));
  world.chain.now += slashDelay;
  await refused(522, () => world.executeSlash());
  assert.equal((await world.state()).slash.statement, 9n);
  const paid = paymentTo(world.beneficiary, await accepted(() => world.resolve(true)));

  assert.ok(paid.inMessage.info.value.coins >= toNano('30'));
  assert.equal((await world.state()).staked, toNano('70'));
});

test('an appeal that the arbiter follows ends the slash', async () => {
  await world.announceSlash(toNano('30'));
  await world.appeal();
  const transactions = await accepted(() => world.resolve(false));

  assert.equal(paymentTo(world.beneficiary, transactions), undefined);
  assert.deepEqual([(await world.state()).staked, (await world.state()).slash], [stakeAmount, null]);
});

test('an appeal is possible until the slash is executed, also after its delay', async () => {
  await world.announceSlash(1n);
  world.chain.now += slashDelay + 1000;
  await accepted(() => world.appeal());
});

test('only the owner can appeal, and only once', async () => {
  await world.announceSlash(1n);
  for (const from of [world.stranger, world.slasher, world.arbiter]) await refused(501, () => world.appeal(9n, from));
  await world.appeal();
  await refused(522, () => world.appeal(10n));
});

test('only the arbiter can resolve, and only what is appealed', async () => {
  await world.announceSlash(1n);
  await refused(523, () => world.resolve(true));
  await world.appeal();
  for (const from of [world.stranger, world.slasher, world.owner]) await refused(503, () => world.resolve(true, 1n, from));
});

test('the arbiter can resolve in its last second, and no later', async () => {
  await world.announceSlash(1n);
  await world.appeal();
  world.chain.now += appealTimeout;
  await refused(525, () => world.lapseSlash());
  const snapshot = world.chain.snapshot();
  await accepted(() => world.resolve(true));
  await world.chain.loadFrom(snapshot);
  world.chain.now += 1;

  await refused(524, () => world.resolve(true));
});

test('an appealed slash lapses when the arbiter is silent, by anyone\'s message', async () => {
  await world.announceSlash(toNano('30'));
  await refused(523, () => world.lapseSlash());
  await world.appeal();
  world.chain.now += appealTimeout + 1;
  await accepted(() => world.lapseSlash());

  assert.deepEqual([(await world.state()).staked, (await world.state()).slash], [stakeAmount, null]);
});

test('unbonding does not escape a slash that was announced before the money left', async () => {
  await world.startUnbond(stakeAmount);
  world.chain.now += unbondingDelay;
  await world.announceSlash(stakeAmount);

  await refused(516, () => world.finishUnbond());
  world.chain.now += slashDelay;
  await accepted(() => world.executeSlash());
  const { staked, unbonding, unbondAt } = await world.state();
  assert.deepEqual({ staked, unbonding, unbondAt }, { staked: 0n, unbonding: 0n, unbondAt: 0 });
});

test('only as much is held as the slash asks for; the rest leaves, and what was held after the slash has ended', async () => {
  await world.startUnbond(toNano('90'));
  world.chain.now += unbondingDelay;
  await world.announceSlash(toNano('30'));
  const first = paymentTo(world.owner, await accepted(() => world.finishUnbond()));
  assert.ok(first.inMessage.info.value.coins >= toNano('70') && first.inMessage.info.value.coins < toNano('70.01'));
  assert.deepEqual([(await world.state()).staked, (await world.state()).unbonding], [toNano('10'), toNano('20')]);

  await world.withdrawSlash();
  await accepted(() => world.finishUnbond());
  assert.deepEqual([(await world.state()).staked, (await world.state()).unbonding], [toNano('10'), 0n]);
});

test('a slash takes what is unbonding first', async () => {
  await world.startUnbond(toNano('20'));
  await world.announceSlash(toNano('30'));
  world.chain.now += slashDelay;
  await accepted(() => world.executeSlash());

  const { staked, unbonding, unbondAt } = await world.state();
  assert.deepEqual({ staked, unbonding, unbondAt }, { staked: toNano('70'), unbonding: 0n, unbondAt: 0 });
});
