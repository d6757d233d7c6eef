import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { beginCell, toNano } from '@ton/core';
import { createShardAccount } from '@ton/sandbox';
import { totalMoney } from './support/assertions.mjs';
import { vaultData } from './support/cells.mjs';
import * as cells from './support/registry-cells.mjs';
import { ample, appealTimeout, ProviderWorld, reserve, slashDelay, unbondingDelay } from './support/provider-world.mjs';
import { assertRefused, sendLeast } from './support/stage.mjs';
import { addressFrom, codeOf, exitCodeOf, gasOf, keyPair, networkId } from './support/world.mjs';

const stakeAmount = toNano('100');

let world;
beforeEach(async () => {
  world = await ProviderWorld.create();
  await world.stake(stakeAmount);
});

const refused = (exitCode, send) => assertRefused(world, world.provider, () => world.state(), exitCode, send);

/** Accepted, and the balance is the books and the reserve, to the nano. */
async function accepted(send) {
  const [transaction, ...rest] = await send();
  assert.equal(exitCodeOf(transaction), 0);
  assert.equal(transaction.description.actionPhase.success, true);
  assert.equal(await world.balance(world.provider), await world.books() + reserve);
  return rest;
}

const paymentTo = (address, transactions) => transactions.find(tx => tx.inMessage.info.dest.equals(address) && tx.inMessage.body.beginParse().loadUint(32) === 0);

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

test('a payment that the owner refuses is owed again, and is paid when asked for', async () => {
  await world.startUnbond(toNano('40'));
  world.chain.now += unbondingDelay;
  await world.setPayee(world.owner, { refuses: true });
  await world.finishUnbond();
  const { owedToOwner, unbonding, staked } = await world.state();
  assert.ok(owedToOwner >= toNano('40') && owedToOwner < toNano('40.01'), `owed ${owedToOwner}`);
  assert.deepEqual({ unbonding, staked }, { unbonding: 0n, staked: toNano('60') });
  assert.ok(await world.balance(world.provider) >= await world.books() + reserve);

  await world.setPayee(world.owner, { refuses: false });
  const paid = paymentTo(world.owner, await accepted(() => world.payOwed(false)));
  assert.ok(paid.inMessage.info.value.coins >= owedToOwner);
  await refused(526, () => world.payOwed(false));
});

test('a slash that the beneficiary refuses is owed to it, and the evidence stays used', async () => {
  await world.setPayee(world.beneficiary, { refuses: true });
  await world.announceSlash(toNano('30'));
  world.chain.now += slashDelay;
  await world.executeSlash();
  const { owedToBeneficiary, staked } = await world.state();
  assert.ok(owedToBeneficiary >= toNano('30') && owedToBeneficiary < toNano('30.01'));
  assert.equal(staked, toNano('70'));
  await refused(518, () => world.announceSlash(1n, 1n));

  await world.setPayee(world.beneficiary, { refuses: false });
  await refused(526, () => world.payOwed(false));
  await accepted(() => world.payOwed(true));
  assert.equal((await world.state()).owedToBeneficiary, 0n);
});

test('a payment that is refused again and again stays whole', async () => {
  await world.setPayee(world.beneficiary, { refuses: true });
  await world.announceSlash(1n);
  world.chain.now += slashDelay;
  await world.executeSlash();
  for (let i = 0; i < 5; i++) {
    const { owedToBeneficiary: before } = await world.state();
    await world.payOwed(true);
    assert.ok((await world.state()).owedToBeneficiary >= before);
  }
});

test('money that pretends to have bounced is at most what it brings', async () => {
  const bounced = (from, value) => world.chain.sendMessage({
    info: {
      type: 'internal', ihrDisabled: true, bounce: false, bounced: true, src: from, dest: world.provider,
      value: { coins: value }, ihrFee: 0n, forwardFee: 0n, createdAt: 0, createdLt: 0n,
    },
    body: beginCell().storeUint(0xffffffff, 32).storeUint(0, 32).endCell(),
  });
  const { transactions: [stranger] } = await bounced(world.stranger.address, toNano('1'));
  assert.equal(exitCodeOf(stranger), 504);
  await bounced(world.owner, toNano('1'));

  assert.ok((await world.state()).owedToOwner < toNano('1'));
  assert.ok(await world.balance(world.provider) >= await world.books() + reserve);
});

test('taking a payment back stays below the gas it reckons with', async () => {
  await world.setPayee(world.beneficiary, { refuses: true });
  await world.announceSlash(1n);
  world.chain.now += slashDelay;
  const transactions = await world.executeSlash();
  const back = transactions.find(tx => tx.inMessage.info.bounced);

  assert.ok(gasOf(back) <= 5000n, `used ${gasOf(back)}`);
});

test('the least value that a payment is accepted with makes it whole, and less is refused', async () => {
  await world.announceSlash(toNano('30'));
  world.chain.now += slashDelay;
  const before = await world.state();
  const [transaction, ...rest] = await sendLeast(world,
    value => world.executeSlash(1n, world.stranger, value),
    async () => assert.deepEqual(await world.state(), before));

  assert.equal(transaction.description.actionPhase.success, true);
  assert.ok(paymentTo(world.beneficiary, rest).inMessage.info.value.coins >= toNano('30'));
  assert.ok(await world.balance(world.provider) >= await world.books() + reserve);
});

test('years of storage fees come from the reserve, and the next message fills it up', async () => {
  world.chain.now += 5 * 365 * 86_400;
  await refused(511, () => world.stake(0n));
  assert.ok(await world.balance(world.provider) > await world.books(), 'the stake is untouched');
  await accepted(() => world.stake(1n));
});

test('the real vault takes what a slash pays', async () => {
  const other = await ProviderWorld.create();
  const data = vaultData({ operatorKey: keyPair(1).publicKey, networkId, owner: addressFrom(5) });
  await other.chain.setShardAccount(other.beneficiary, createShardAccount({ address: other.beneficiary, code: codeOf('vault'), data, balance: toNano('1') }));
  await other.stake(stakeAmount);
  await other.announceSlash(stakeAmount);
  other.chain.now += slashDelay;
  await other.executeSlash();

  assert.equal((await other.state()).owedToBeneficiary, 0n);
  assert.ok(await other.balance(other.beneficiary) > stakeAmount);
});

test('balances and fees add up to the same sum, to the nano', async () => {
  const money = totalMoney(world);
  await world.startUnbond(toNano('10'));
  await world.announceSlash(toNano('3'));
  await world.appeal();
  await world.resolve(true);
  await world.tell(world.stranger, cells.lapseSlash(1n));

  assert.equal(totalMoney(world), money + 5n * ample);
});
