import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { beginCell, toNano } from '@ton/core';
import { claimPaid, op, plain } from './support/cells.mjs';
import { exitCodeOf, gasOf, grace, World } from './support/world.mjs';

let world;
beforeEach(async () => {
  world = await World.create({ vaultDeployed: false });
  await world.topUp(toNano('10'));
});

const claimed = async () => (await world.channelState()).claimed;
const deployVault = () => world.send(world.market, world.vault, toNano('1'), beginCell().endCell(), world.vaultInit, false);

/** What the channel gets when `from` could not take `message`, here a ClaimPaid. */
async function bounceFrom(from, amount, message = claimPaid(1n, amount)) {
  const body = beginCell().storeUint(0xffffffff, 32).storeSlice(message.beginParse()).endCell();
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
  assert.equal(exitCodeOf(returned), 0);
  const state = await world.channelState();
  assert.deepEqual({ claimed: state.claimed, deposited: state.deposited }, { claimed: 0n, deposited: toNano('10') });
  assert.ok(await world.balance(world.channel) >= toNano('10'));
});

test('the same voucher is good again once the vault is there', async () => {
  await world.claim({ amount: toNano('2'), seqno: 1 });
  await deployVault();
  const [paying] = await world.claim({ amount: toNano('2'), seqno: 1 });

  assert.equal(exitCodeOf(paying), 0);
  assert.equal(await claimed(), toNano('2'));
  assert.ok(await world.balance(world.vault) > toNano('2'));
});

test('the least value that a claim is accepted with brings the whole increment home', async () => {
  let value = 4_000_000n;
  let paying;
  do {
    value += 10_000n;
    [paying] = await world.claim({ amount: toNano('2'), seqno: 1 }, { value });
  } while (exitCodeOf(paying) === 46);

  assert.equal(exitCodeOf(paying), 0);
  assert.equal(await claimed(), 0n);
  assert.ok(await world.balance(world.channel) >= toNano('10'));
});

test('bounces of two claims, in whichever order, leave the newest voucher presentable', async () => {
  await deployVault();
  await world.claim({ amount: toNano('2'), seqno: 4 });
  await world.claim({ amount: toNano('5'), seqno: 9 });

  await bounceFrom(world.vault, toNano('3'));
  assert.equal(await claimed(), toNano('2'));
  await bounceFrom(world.vault, toNano('2'));
  assert.equal(await claimed(), 0n);
  const [newest] = await world.claim({ amount: toNano('5'), seqno: 9 });

  assert.equal(exitCodeOf(newest), 0);
  assert.equal(await claimed(), toNano('5'));
});

test('a bounce from anyone but the vault changes nothing', async () => {
  await deployVault();
  await world.claim({ amount: toNano('2'), seqno: 1 });

  for (const { address } of [world.market, world.wallet, world.stranger]) {
    const [refusal] = await bounceFrom(address, toNano('2'));
    assert.equal(exitCodeOf(refusal), 47);
    assert.equal(await claimed(), toNano('2'));
  }
});

test('a message that only looks like a bounce is refused', async () => {
  const body = beginCell().storeUint(0xffffffff, 32).storeSlice(claimPaid(1n, toNano('1')).beginParse()).endCell();
  const [refusal, returned] = await world.send(world.stranger, world.channel, toNano('0.1'), body);

  assert.equal(exitCodeOf(refusal), 65535);
  assert.equal(returned.inMessage.info.bounced, true);
});

test('a bounced body that is no ClaimPaid, and one that gives back more than was claimed, change nothing', async () => {
  await deployVault();
  await world.claim({ amount: toNano('2'), seqno: 1 });

  const [other] = await bounceFrom(world.vault, toNano('1'), plain(op.excesses, 1n));
  const [more] = await bounceFrom(world.vault, toNano('2') + 1n);

  assert.equal(exitCodeOf(other), 63);
  assert.equal(exitCodeOf(more), 5);
  assert.equal(await claimed(), toNano('2'));
});

test('a ClaimPaid that bounces after a close leaves the market\'s part for its voucher, and the owner cannot take it', async () => {
  const [, , , returned] = await world.closeTogether({ amount: toNano('4') });
  assert.equal(returned.inMessage.info.bounced, true);
  const state = await world.channelState();
  assert.deepEqual({ claimed: state.claimed, withdrawn: state.withdrawn, closed: state.closed }, { claimed: 0n, withdrawn: toNano('6'), closed: true });
  assert.ok(await world.balance(world.channel) >= toNano('4'));

  assert.equal(exitCodeOf((await world.withdraw({ total: toNano('10') }))[0]), 49);
  assert.equal(exitCodeOf((await world.finishClose())[0]), 49);
  await deployVault();
  const [paying, receiving] = await world.claim({ amount: toNano('4'), seqno: 1 });

  assert.equal(exitCodeOf(paying), 0);
  assert.ok(receiving.inMessage.info.value.coins >= toNano('4'));
  assert.equal(await claimed(), toNano('4'));
});

test('a ClaimPaid that bounces before a close is claimed within the grace', async () => {
  await world.claim({ amount: toNano('3'), seqno: 1 });
  await world.startClose();
  await deployVault();
  world.chain.now += grace;
  await world.claim({ amount: toNano('3'), seqno: 1 });
  await world.finishClose();

  const state = await world.channelState();
  assert.deepEqual({ claimed: state.claimed, withdrawn: state.withdrawn }, { claimed: toNano('3'), withdrawn: toNano('7') });
});

test('taking a claim back stays below the gas that a claim reckons with', async () => {
  const [, refusing, returned] = await world.claim({ amount: toNano('2'), seqno: 1 });
  assert.equal(refusing.description.computePhase.type, 'skipped');
  assert.ok(gasOf(returned) + 1000n <= 4000n, `used ${gasOf(returned)}, besides what a vault uses`);
});
