import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { beginCell, toNano } from '@ton/core';
import { assertRefused } from './support/assertions.mjs';
import { claim, closeAgreement, op, withdrawPermit } from './support/cells.mjs';
import { rentOf } from './support/stage.mjs';
import { addressFrom, exitCodeOf, gasOf, World } from './support/world.mjs';

const monthSeconds = 30 * 86_400;
let world;
beforeEach(async () => {
  world = await World.create();
  await world.topUp(toNano('10'));
});

const refused = (exitCode, send) => assertRefused(world, world.channel, () => world.channelState(), exitCode, world.market, send);
const claimed = async () => (await world.channelState()).claimed;

test('a claim moves exactly the voucher amount to the vault', async () => {
  const vaultBefore = await world.balance(world.vault);
  const [paying, receiving] = await world.claim({ amount: toNano('2.5'), seqno: 3 }, { value: toNano('0.05') });

  const state = await world.channelState();
  assert.deepEqual({ claimed: state.claimed, deposited: state.deposited }, { claimed: toNano('2.5'), deposited: toNano('10') });
  assert.equal(await world.balance(world.channel), toNano('7.5'));
  const { value, forwardFee } = receiving.inMessage.info;
  assert.equal(value.coins + forwardFee, toNano('2.5') + toNano('0.05') - paying.totalFees.coins);
  assert.equal(await world.balance(world.vault), vaultBefore + value.coins - receiving.totalFees.coins);
});

test('the vault is told the increment and the query id in one message', async () => {
  await world.claim({ amount: toNano('2'), seqno: 1 });
  const [paying, receiving] = await world.claim({ amount: toNano('5'), seqno: 2 }, { queryId: 41n });

  assert.equal(paying.outMessagesCount, 1);
  const body = receiving.inMessage.body.beginParse();
  assert.equal(body.loadUint(32), op.claimPaid);
  assert.equal(body.loadUintBig(64), 41n);
  assert.equal(body.loadCoins(), toNano('3'));
  assert.equal(body.remainingBits, 0);
  assert.equal(await world.balance(world.channel), toNano('5'));
});

test('anyone may claim, because the money goes to the vault only', async () => {
  const body = claim(1n, world.voucher({ amount: toNano('2'), seqno: 1 }), world.client.secretKey);
  const [, receiving] = await world.send(world.stranger, world.channel, toNano('0.05'), body);

  assert.ok(receiving.inMessage.info.dest.equals(world.vault));
  assert.equal(await claimed(), toNano('2'));
});

test('rent is the owner\'s: a claim after a month moves its increment, and the rent leaves the balance', async () => {
  world.chain.now += monthSeconds;
  const [paying, receiving] = await world.claim({ amount: toNano('4'), seqno: 1 });

  assert.ok(rentOf(paying) > 0n);
  assert.equal(await world.balance(world.channel), toNano('6') - rentOf(paying));
  assert.ok(receiving.inMessage.info.value.coins >= toNano('4'));
});

test('the whole deposit can be claimed', async () => {
  await world.claim({ amount: toNano('10'), seqno: 1 });

  assert.equal(await claimed(), toNano('10'));
  assert.equal(await world.balance(world.channel), 0n);
});

test('the contract goes by the amount and does not look at the seqno', async () => {
  await world.claim({ amount: toNano('2'), seqno: 9 });
  await world.claim({ amount: toNano('3'), seqno: 1 });

  assert.equal(await claimed(), toNano('3'));
});

test('a claim stays below the gas it reckons with, and below its target', async () => {
  world.chain.now += monthSeconds;
  const [transaction] = await world.claim({ amount: toNano('2'), seqno: 1 });
  assert.ok(gasOf(transaction) <= 3800n, `used ${gasOf(transaction)}`);
});

// ---- attacks

test('a claimed voucher is refused a second time', async () => {
  await world.claim({ amount: toNano('2'), seqno: 1 });
  await refused(45, () => world.claim({ amount: toNano('2'), seqno: 1 }));
});

test('a stale voucher, of a lower amount, is refused even with a newer seqno', async () => {
  await world.claim({ amount: toNano('2'), seqno: 1 });
  await refused(45, () => world.claim({ amount: toNano('2') - 1n, seqno: 1 }));
  await refused(45, () => world.claim({ amount: toNano('1'), seqno: 2 }));
});

test('a voucher over nothing is refused', async () => {
  await refused(45, () => world.claim({ amount: 0n, seqno: 1 }));
});

test('a voucher of another channel is refused', async () => {
  await refused(42, () => world.claim({ amount: toNano('2'), seqno: 1, channel: addressFrom(9) }));
});

test('a voucher of the same channel on another network is refused, because it names another address', async () => {
  const foreign = await World.create({ channelNetworkId: -3 });
  await refused(42, () => world.claim({ amount: toNano('2'), seqno: 1, channel: foreign.channel }));
});

test('a voucher that the client did not sign is refused', async () => {
  for (const key of [world.operator, world.marketKey]) {
    await refused(40, () => world.claim({ amount: toNano('2'), seqno: 1 }, { key }));
  }
});

test('a signature over another voucher is refused', async () => {
  const signed = claim(1n, world.voucher({ amount: toNano('2'), seqno: 1 }), world.client.secretKey);
  const forged = claim(1n, world.voucher({ amount: toNano('9'), seqno: 1 }), world.client.secretKey);
  const mixed = signed.beginParse().loadBits(32 + 64 + 512);
  const body = beginCell().storeBits(mixed).storeRef(forged.refs[0]).endCell();

  await refused(40, () => world.send(world.market, world.channel, toNano('0.05'), body));
});

test('a signature of zeros and one cut short are refused', async () => {
  const voucher = world.voucher({ amount: toNano('2'), seqno: 1 });
  const withSignature = bits => beginCell().storeUint(op.claim, 32).storeUint(1, 64).storeBuffer(Buffer.alloc(bits / 8)).storeRef(voucher).endCell();

  await refused(40, () => world.send(world.market, world.channel, toNano('0.05'), withSignature(512)));
  await refused(9, () => world.send(world.market, world.channel, toNano('0.05'), withSignature(504)));
});

test('a voucher above the deposit is refused', async () => {
  await refused(43, () => world.claim({ amount: toNano('10') + 1n, seqno: 1 }));
});

test('a voucher above the deposit less what was withdrawn is refused', async () => {
  await world.withdraw({ total: toNano('4') });
  await refused(43, () => world.claim({ amount: toNano('6') + 1n, seqno: 1 }));
  await world.claim({ amount: toNano('6'), seqno: 1 });

  assert.equal(await claimed(), toNano('6'));
});

test('a claim that the balance does not cover, because rent used it up, returns and leaves the voucher good', async () => {
  world.chain.now += monthSeconds * 12;
  const [failed, returned] = await world.claim({ amount: toNano('10'), seqno: 1 });

  assert.equal(failed.description.actionPhase.resultCode, 37);
  assert.equal(returned.inMessage.info.bounced, true);
  assert.equal(await claimed(), 0n);
  await world.claim({ amount: toNano('9.9'), seqno: 1 });
  assert.equal(await claimed(), toNano('9.9'));
});

test('a claim whose value does not cover the fees both ways is refused', async () => {
  await refused(46, () => world.claim({ amount: toNano('2'), seqno: 1 }, { value: 4_000_000n }));
});

test('another cell that the client signed is no voucher', async () => {
  const others = [
    claim(1n, world.voucher({ amount: 1n, seqno: 1 }), world.client.secretKey),
    closeAgreement({ channel: world.channel, amount: toNano('2') }),
    withdrawPermit({ channel: world.channel, total: toNano('2'), validUntil: world.chain.now + 60 }),
  ];
  for (const cell of others) {
    await refused(63, () => world.send(world.market, world.channel, toNano('0.05'), claim(1n, cell, world.client.secretKey)));
  }
});

test('an external message is not accepted, whatever it carries', async () => {
  const body = claim(1n, world.voucher({ amount: toNano('2'), seqno: 1 }), world.client.secretKey);
  await assert.rejects(world.external(world.channel, body), error => error.exitCode === 11);
  assert.equal(await claimed(), 0n);
});
