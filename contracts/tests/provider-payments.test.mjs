// What a stake pays, what comes back, and that its balance is that of its books.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { beginCell, toNano } from '@ton/core';
import { createShardAccount } from '@ton/sandbox';
import { totalMoney } from './support/assertions.mjs';
import { vaultData } from './support/cells.mjs';
import * as cells from './support/registry-cells.mjs';
import { ample, assertAccepted, paymentTo, ProviderWorld, reserve, slashDelay, unbondingDelay } from './support/provider-world.mjs';
import { assertRefused, sendLeast } from './support/stage.mjs';
import { addressFrom, codeOf, exitCodeOf, gasOf, keyPair, networkId } from './support/world.mjs';

const stakeAmount = toNano('100');

let world;
beforeEach(async () => {
  world = await ProviderWorld.create();
  await world.stake(stakeAmount);
});

const refused = (exitCode, send) => assertRefused(world, world.provider, () => world.state(), exitCode, send);

const accepted = send => assertAccepted(world, send);

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
  const data = vaultData({ operatorKey: keyPair(1).publicKey, networkId, owner: addressFrom(5), timelock: 0, exitDelay: 0 });
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
