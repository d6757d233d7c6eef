import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { beginCell, toNano } from '@ton/core';
import { assertRefused } from './support/assertions.mjs';
import { claim, op } from './support/cells.mjs';
import { addressFrom, exitCodeOf, gasOf, networkId, World } from './support/world.mjs';

const monthSeconds = 30 * 86_400;
let world;
beforeEach(async () => {
  world = await World.create();
  await world.topUp(toNano('10'));
});

const refused = (exitCode, send) => assertRefused(world, world.channel, () => world.channelState(), exitCode, world.market, send);

test('a claim moves exactly the voucher amount to the vault', async () => {
  const vaultBefore = await world.balance(world.vault);
  const [paying, receiving] = await world.claim({ amount: toNano('2.5'), seqno: 3 }, { value: toNano('0.05') });

  const { claimed, seqno, deposited } = await world.channelState();
  assert.deepEqual({ claimed, seqno, deposited }, { claimed: toNano('2.5'), seqno: 3, deposited: toNano('10') });
  assert.equal(await world.balance(world.channel), toNano('7.5'));
  const { value, forwardFee } = receiving.inMessage.info;
  assert.equal(value.coins + forwardFee, toNano('2.5') + toNano('0.05') - paying.totalFees.coins);
  assert.equal(await world.balance(world.vault), vaultBefore + value.coins - receiving.totalFees.coins);
});

test('the vault is told the increment, the seqno and the query id in one message', async () => {
  await world.claim({ amount: toNano('2'), seqno: 1 });
  const [paying, receiving] = await world.claim({ amount: toNano('5'), seqno: 2 }, { queryId: 41n });

  assert.equal(paying.outMessagesCount, 1);
  const body = receiving.inMessage.body.beginParse();
  assert.equal(body.loadUint(32), op.claimPaid);
  assert.equal(body.loadUintBig(64), 41n);
  assert.equal(body.loadCoins(), toNano('3'));
  assert.equal(body.loadUint(32), 2);
  assert.equal(await world.balance(world.channel), toNano('5'));
});

test('a claim after a month pays the storage fee itself', async () => {
  world.chain.now += monthSeconds;
  const [transaction] = await world.claim({ amount: toNano('4'), seqno: 1 });

  assert.ok(transaction.description.storagePhase.storageFeesCollected > 0n);
  assert.equal(await world.balance(world.channel), toNano('6'));
});

test('the whole deposit can be claimed', async () => {
  await world.claim({ amount: toNano('10'), seqno: 1 });

  assert.equal((await world.channelState()).claimed, toNano('10'));
  assert.equal(await world.balance(world.channel), 0n);
});

test('a claimed voucher is refused a second time', async () => {
  await world.claim({ amount: toNano('2'), seqno: 1 });
  await refused(105, () => world.claim({ amount: toNano('2'), seqno: 1 }));
});

test('a voucher with a stale seqno is refused even for more money', async () => {
  await world.claim({ amount: toNano('2'), seqno: 5 });
  await refused(105, () => world.claim({ amount: toNano('3'), seqno: 4 }));
});

test('a voucher with a newer seqno but no more money is refused', async () => {
  await world.claim({ amount: toNano('2'), seqno: 1 });
  await refused(104, () => world.claim({ amount: toNano('2'), seqno: 2 }));
  await refused(104, () => world.claim({ amount: toNano('1'), seqno: 2 }));
});

test('a voucher of another channel is refused', async () => {
  await refused(103, () => world.claim({ amount: toNano('2'), seqno: 1, channel: addressFrom(9) }));
});

test('a voucher of another network is refused', async () => {
  await refused(102, () => world.claim({ amount: toNano('2'), seqno: 1, networkId: networkId + 1 }));
});

test('a voucher that the client did not sign is refused', async () => {
  await refused(101, () => world.claim({ amount: toNano('2'), seqno: 1 }, { key: world.operator }));
});

test('a signature over another voucher is refused', async () => {
  const signed = claim(1n, world.voucher({ amount: toNano('2'), seqno: 1 }), world.client.secretKey);
  const forged = claim(1n, world.voucher({ amount: toNano('9'), seqno: 1 }), world.client.secretKey);
  const mixed = signed.beginParse().loadBits(32 + 64 + 512);
  const body = beginCell().storeBits(mixed).storeRef(forged.refs[0]).endCell();

  await refused(101, () => world.send(world.market, world.channel, toNano('0.05'), body));
});

test('a voucher above the deposit is refused', async () => {
  await refused(106, () => world.claim({ amount: toNano('10') + 1n, seqno: 1 }));
});

test('a claim that the balance does not cover is refused', async () => {
  world.chain.now += monthSeconds;
  const short = 4_000_000n;
  const contract = await world.chain.getContract(world.channel);
  contract.balance -= short;

  const [refusal] = await world.claim({ amount: toNano('10'), seqno: 1 });
  assert.equal(exitCodeOf(refusal), 107);
  assert.equal((await world.channelState()).claimed, 0n);
});

test('a claim whose value does not cover the fees both ways is refused', async () => {
  await refused(108, () => world.claim({ amount: toNano('2'), seqno: 1 }, { value: 4_000_000n }));
});

test('a cell that is no voucher is refused', async () => {
  const body = claim(1n, claim(1n, world.voucher({ amount: 1n, seqno: 1 }), world.client.secretKey), world.client.secretKey);
  await refused(63, () => world.send(world.market, world.channel, toNano('0.05'), body));
});

test('a claim stays below the gas it reckons with', async () => {
  world.chain.now += monthSeconds;
  const [transaction] = await world.claim({ amount: toNano('2'), seqno: 1 });
  assert.ok(gasOf(transaction) <= 5000n, `used ${gasOf(transaction)}`);
});
