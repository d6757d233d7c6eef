import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { beginCell, toNano } from '@ton/core';
import { assertPaid, assertRefused } from './support/assertions.mjs';
import { closeAgreement, closeTogether, op, withdrawPermit } from './support/cells.mjs';
import { rentOf } from './support/stage.mjs';
import { addressFrom, exitCodeOf, grace, keyPair, networkId, World } from './support/world.mjs';

let world;
beforeEach(async () => {
  world = await World.create();
  await world.topUp(toNano('10'));
});

const refused = (exitCode, send, sender = world.wallet) => assertRefused(world, world.channel, () => world.channelState(), exitCode, sender, send);
const state = () => world.channelState();

/** The owner gets `amount` and what the kept rent and the fees leave over of a value of 0.2 TON. */
const assertRefunded = (refund, amount) => assertPaid(refund, world.wallet.address, amount + toNano('0.12'), toNano('0.01'));
const isTo = address => transaction => transaction.inMessage.info.dest.equals(address);

test('a close together pays the vault what is agreed and the owner the rest', async () => {
  const transactions = await world.closeTogether({ amount: toNano('3') });

  assertPaid(transactions.find(isTo(world.vault)), world.vault, toNano('3'));
  assertRefunded(transactions.find(isTo(world.wallet.address)), toNano('7'));
  const { claimed, withdrawn, deposited, closed, closeAt } = await state();
  assert.deepEqual({ claimed, withdrawn, deposited, closed, closeAt }, {
    claimed: toNano('3'), withdrawn: toNano('7'), deposited: toNano('10'), closed: true, closeAt: world.chain.now,
  });
});

test('a close together pays the vault only what it has not claimed', async () => {
  await world.claim({ amount: toNano('2'), seqno: 1 });
  const transactions = await world.closeTogether({ amount: toNano('3') });

  assertPaid(transactions.find(isTo(world.vault)), world.vault, toNano('1'));
});

test('a close at what is claimed sends the vault nothing', async () => {
  await world.claim({ amount: toNano('2'), seqno: 1 });
  const transactions = await world.closeTogether({ amount: toNano('2') });

  assert.equal(transactions.find(isTo(world.vault)), undefined);
  assertRefunded(transactions.find(isTo(world.wallet.address)), toNano('8'));
});

test('anyone may carry a close that both have signed; the refund is the owner\'s', async () => {
  const transactions = await world.closeTogether({ amount: toNano('3') }, { from: world.stranger });
  assertRefunded(transactions.find(isTo(world.wallet.address)), toNano('7'));
});

test('the refund has its opcode and the query id', async () => {
  const refund = (await world.closeTogether({ amount: toNano('3') })).find(isTo(world.wallet.address));
  const body = refund.inMessage.body.beginParse();
  assert.deepEqual([body.loadUint(32), body.loadUint(64)], [op.refund, 13]);
});

test('closing alone pays the owner, after the grace, all that was not claimed', async () => {
  await world.startClose();
  assert.deepEqual([(await state()).closeAt, (await state()).closed], [world.chain.now + grace, false]);
  world.chain.now += grace;
  const transactions = await world.finishClose({ from: world.stranger });

  assert.equal(transactions.length, 2);
  assertRefunded(transactions[1], toNano('10'));
  const { claimed, withdrawn, closed } = await state();
  assert.deepEqual({ claimed, withdrawn, closed }, { claimed: 0n, withdrawn: toNano('10'), closed: true });
});

test('StartClose returns what is left of its value', async () => {
  const [, answer] = await world.startClose();
  assertPaid(answer, world.wallet.address, toNano('0.19'), toNano('0.01'));
  assert.equal(await world.balance(world.channel), toNano('10'));
});

test('the market claims during the close, in its last second, and even after it until someone finishes', async () => {
  await world.startClose();
  await world.claim({ amount: toNano('1'), seqno: 1 });
  world.chain.now += grace;
  await world.claim({ amount: toNano('2'), seqno: 2 });
  world.chain.now += grace;
  await world.claim({ amount: toNano('3'), seqno: 3 });
  await world.finishClose();

  const { claimed, withdrawn } = await state();
  assert.deepEqual({ claimed, withdrawn }, { claimed: toNano('3'), withdrawn: toNano('7') });
});

test('a close together ends a close alone before its grace', async () => {
  await world.startClose();
  await world.closeTogether({ amount: toNano('1') });

  assert.equal((await state()).closed, true);
  assert.equal((await state()).claimed, toNano('1'));
});

test('a withdrawal is possible during a close alone', async () => {
  await world.startClose();
  await world.withdraw({ total: toNano('4') });
  world.chain.now += grace;
  const transactions = await world.finishClose();

  assertRefunded(transactions[1], toNano('6'));
  assert.equal((await state()).withdrawn, toNano('10'));
});

test('a closed channel keeps its rent and is never destroyed', async () => {
  await world.closeTogether({ amount: toNano('3') });
  const kept = await world.balance(world.channel);
  assert.ok(kept > toNano('0.05') && kept < toNano('0.1'), `kept ${kept}`);

  world.chain.now += 5 * 365 * 86_400;
  const [refusal] = await world.claim({ amount: toNano('3'), seqno: 1 });
  assert.equal(exitCodeOf(refusal), 45);
  assert.ok(rentOf(refusal) < kept, `five years of rent are ${rentOf(refusal)}`);
});

test('the least value with which an empty channel closes is what its rent takes', async () => {
  await world.claim({ amount: toNano('10'), seqno: 1 });
  const [failed] = await world.closeTogether({ amount: toNano('10') }, { value: toNano('0.05') });
  assert.equal(failed.description.actionPhase.success, false);
  assert.equal((await state()).closed, false);

  await world.closeTogether({ amount: toNano('10') }, { value: toNano('0.1') });
  assert.equal((await state()).closed, true);
});

// ---- attacks

test('nothing can be claimed above the final amount after a close, and nothing closed again', async () => {
  await world.claim({ amount: toNano('2'), seqno: 1 });
  await world.closeTogether({ amount: toNano('3') });

  await refused(45, () => world.claim({ amount: toNano('3'), seqno: 2 }), world.market);
  await refused(43, () => world.claim({ amount: toNano('4'), seqno: 3 }), world.market);
  await refused(49, () => world.closeTogether({ amount: toNano('3') }));
  await refused(49, () => world.startClose());
  await refused(49, () => world.finishClose());
  await refused(49, () => world.withdraw({ total: toNano('8') }));
});

test('deploying a closed channel again does not make its vouchers good again', async () => {
  await world.claim({ amount: toNano('2'), seqno: 1 });
  await world.closeTogether({ amount: toNano('3') });

  await refused(49, () => world.topUp(toNano('1')));
  await refused(45, () => world.claim({ amount: toNano('2'), seqno: 1 }), world.market);
});

test('an agreement that either side forged is refused', async () => {
  const stranger = keyPair(77);
  await refused(40, () => world.closeTogether({ amount: 0n, clientKey: stranger }));
  await refused(40, () => world.closeTogether({ amount: toNano('10'), clientKey: world.marketKey }));
  await refused(52, () => world.closeTogether({ amount: 0n, marketKey: stranger }));
  await refused(52, () => world.closeTogether({ amount: 0n, marketKey: world.client }));
});

test('an agreement about another channel, or the same one on another network, is refused', async () => {
  const foreign = await World.create({ channelNetworkId: networkId + 1 });
  await refused(42, () => world.closeTogether({ amount: 0n, channel: addressFrom(9) }));
  await refused(42, () => world.closeTogether({ amount: 0n, channel: foreign.channel }));
});

test('signatures over two agreements do not make one', async () => {
  const [low, high] = [1n, toNano('9')].map(amount => closeTogether(1n, closeAgreement({ channel: world.channel, amount }), world.client.secretKey, world.marketKey.secretKey));
  const mixed = beginCell().storeBits(high.bits).storeRef(low.refs[0]).storeRef(high.refs[1]).endCell();
  await refused(52, () => world.tellChannel(mixed));
});

test('a voucher and a permit are no agreement, even when both have signed them', async () => {
  for (const cell of [world.voucher({ amount: 0n, seqno: 1 }), withdrawPermit({ channel: world.channel, total: 0n, validUntil: world.chain.now })]) {
    await refused(63, () => world.tellChannel(closeTogether(1n, cell, world.client.secretKey, world.marketKey.secretKey)));
  }
});

test('an agreement below what is claimed or above the deposit is refused', async () => {
  await world.claim({ amount: toNano('2'), seqno: 1 });
  await refused(45, () => world.closeTogether({ amount: toNano('2') - 1n }));
  await refused(43, () => world.closeTogether({ amount: toNano('10') + 1n }));
});

test('an agreement above the deposit less what was withdrawn is refused', async () => {
  await world.withdraw({ total: toNano('4') });
  await refused(43, () => world.closeTogether({ amount: toNano('6') + 1n }));
});

test('only the owner starts a close, and only once', async () => {
  for (const from of [world.stranger, world.market]) await refused(48, () => world.startClose({ from }), from);
  await world.startClose();
  world.chain.now += 10;
  await refused(49, () => world.startClose());
});

test('a close is not finished before the grace, nor without a start', async () => {
  await refused(50, () => world.finishClose());
  await world.startClose();
  world.chain.now += grace - 1;
  await refused(50, () => world.finishClose());
});
