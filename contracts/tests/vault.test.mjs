import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { beginCell, comment, toNano } from '@ton/core';
import { claimPaid, op, payoutActions, payoutNotice, signedBatch, vaultDomain } from './support/cells.mjs';
import { addressFrom, exitCodeOf, gasOf, networkId, World } from './support/world.mjs';

let world;
beforeEach(async () => {
  world = await World.create();
  await world.send(world.market, world.vault, toNano('100'), beginCell().endCell());
});

const payees = count => Array.from({ length: count }, (_, i) => ({ to: payee(i), value: toNano('0.02') + BigInt(i) }));
const payee = i => addressFrom(i + 1);

/** The external message is turned away before it costs anything. */
async function assertNotAccepted(exitCode, send) {
  const before = { balance: await world.balance(world.vault), state: await world.vaultState() };
  await assert.rejects(send, error => error.exitCode === exitCode);
  assert.deepEqual({ balance: await world.balance(world.vault), state: await world.vaultState() }, before);
}

for (const count of [1, 4, 254]) {
  test(`a batch pays ${count} payee${count > 1 ? 's' : ''} exactly`, async () => {
    const payouts = payees(count);
    const [batch, ...received] = await world.pay({ payouts, receiptRoot: 11n, earningsRoot: 22n });

    assert.equal(batch.outMessagesCount, count);
    assert.equal(received.length, count);
    for (const { to, value } of payouts) assert.equal(await world.balance(to), value);
    const { seqno, receiptRoot, earningsRoot } = await world.vaultState();
    assert.deepEqual({ seqno, receiptRoot, earningsRoot }, { seqno: 1, receiptRoot: 11n, earningsRoot: 22n });
  });
}

test('a batch costs the same gas for 1 payee and for 254', async () => {
  const [one] = await world.pay({ payouts: payees(1) });
  const [many] = await world.pay({ payouts: payees(254), seqno: 1 });

  assert.equal(gasOf(one), gasOf(many));
  assert.ok(gasOf(many) <= 1900n, `used ${gasOf(many)}`);
});

test('a payout carries the notice of its batch', async () => {
  await world.pay({ payouts: payees(1) });
  const [, received] = await world.pay({ payouts: payees(1), seqno: 1 });

  const body = received.inMessage.body.beginParse();
  assert.equal(body.loadUint(32), op.payoutNotice);
  assert.equal(body.loadUint(32), 1);
  assert.equal(body.remainingBits, 0);
  assert.equal(received.inMessage.info.bounce, false);
});

test('a batch is refused a second time', async () => {
  await world.pay({ payouts: payees(2) });
  await assertNotAccepted(55, () => world.pay({ payouts: payees(2) }));
});

test('a batch ahead of its turn is refused', async () => {
  await assertNotAccepted(55, () => world.pay({ payouts: payees(1), seqno: 1 }));
});

test('an expired batch is refused, and one in its last second is not', async () => {
  const validUntil = world.chain.now;
  world.chain.now += 1;
  await assertNotAccepted(57, () => world.pay({ payouts: payees(1), validUntil }));
  await world.pay({ payouts: payees(1), validUntil: world.chain.now });
  assert.equal((await world.vaultState()).seqno, 1);
});

test('a batch of another vault, of the same owner or of another, is refused', async () => {
  for (const domain of [vaultDomain({ networkId, owner: world.market.address, salt: 1n }), vaultDomain({ networkId, owner: addressFrom(200) })]) {
    await assertNotAccepted(55, () => world.pay({ payouts: payees(1), domain }));
  }
});

test('a batch of the same vault on another network is refused', async () => {
  const domain = vaultDomain({ networkId: -3, owner: world.market.address });
  await assertNotAccepted(55, () => world.pay({ payouts: payees(1), domain }));
});

test('two batches with one seqno: the first that comes counts, the other is refused', async () => {
  await world.pay({ payouts: payees(1) });
  await assertNotAccepted(55, () => world.pay({ payouts: payees(3) }));
  assert.equal(await world.balance(payee(2)), 0n);
});

test('a batch that the operator did not sign is refused', async () => {
  await assertNotAccepted(54, () => world.pay({ payouts: payees(1) }, { key: world.client }));
});

test('a signature over another batch is refused', async () => {
  const signed = signedBatch(world.batch({ payouts: payees(1) }), world.operator.secretKey).beginParse();
  const forged = beginCell().storeBits(signed.loadBits(512)).storeRef(world.batch({ payouts: payees(2) })).endCell();
  await assertNotAccepted(54, () => world.external(world.vault, forged));
});

test('a signed cell that is no batch is refused', async () => {
  const voucher = world.voucher({ amount: 1n, seqno: 1 });
  await assertNotAccepted(9, () => world.external(world.vault, signedBatch(voucher, world.operator.secretKey)));
});

test('an external message that is no batch is refused', async () => {
  for (const body of [beginCell().endCell(), claimPaid(1n, 1n), beginCell().storeBuffer(Buffer.alloc(64)).endCell()]) {
    await assertNotAccepted(9, () => world.external(world.vault, body));
  }
});

test('a batch without payouts puts its roots on chain', async () => {
  const [batch] = await world.pay({ payouts: [], receiptRoot: 11n, earningsRoot: 22n });

  assert.equal(batch.outMessagesCount, 0);
  const { seqno, receiptRoot, earningsRoot } = await world.vaultState();
  assert.deepEqual({ seqno, receiptRoot, earningsRoot }, { seqno: 1, receiptRoot: 11n, earningsRoot: 22n });
});

/** What the vault sees of its balance when `fields` come: the fee of importing them has gone by then. */
async function balanceSeen(fields) {
  const snapshot = world.chain.snapshot();
  const before = await world.balance(world.vault);
  const [{ totalFees, description: { computePhase, actionPhase } }] = await world.pay(fields);
  await world.chain.loadFrom(snapshot);
  return before - (totalFees.coins - computePhase.gasFees - (actionPhase.totalActionFees ?? 0n));
}

test('a batch is refused when the balance is one nano short of what it requires, and paid when it is not', async () => {
  const required = await balanceSeen({ payouts: payees(3), required: toNano('50') });
  await assertNotAccepted(58, () => world.pay({ payouts: payees(3), required: required + 1n }));
  await world.pay({ payouts: payees(3), required });

  assert.equal((await world.vaultState()).seqno, 1);
});

test('a batch that requires its payouts, a forward fee for each and 2,000 gas never fails in its actions', async () => {
  for (const count of [1, 254]) {
    const snapshot = world.chain.snapshot();
    const payouts = payees(count);
    payouts[0].value = toNano('80');    // as long as the final value, which decides the import fee
    const required = await balanceSeen({ payouts, required: toNano('50') });
    const fees = BigInt(count) * 400_000n + 2_000n * 400n;
    const others = payouts.slice(1).reduce((sum, { value }) => sum + value, 0n);
    payouts[0].value = required - fees - others;

    const [batch] = await world.pay({ payouts, required });
    assert.equal(batch.description.actionPhase.success, true);
    assert.ok(await world.balance(world.vault) < 100_000n, 'the bound is tight');
    await world.chain.loadFrom(snapshot);
  }
});

test('the payouts, their forward fees and the fees of the batch itself are what it takes from the vault', async () => {
  const before = await world.balance(world.vault);
  const payouts = payees(254);
  const [batch] = await world.pay({ payouts });

  const sent = payouts.reduce((sum, { value }) => sum + value, 0n);
  const taken = before - await world.balance(world.vault) - sent;
  assert.equal(taken, batch.totalFees.coins + [...batch.outMessages.values()].reduce((sum, { info }) => sum + info.forwardFee, 0n));
  assert.ok(taken <= 254n * 700_000n, `took ${taken}`);
});

test('no payout is skipped in silence: when one fails, none is made and the batch is not taken', async () => {
  const lie = { payouts: [...payees(1), { to: payee(5), value: toNano('500') }], required: 1n };
  const transactions = await world.pay(lie);

  assert.equal(transactions.length, 1);
  assert.equal(transactions[0].description.actionPhase.resultCode, 37);
  assert.equal((await world.vaultState()).seqno, 0);
});

test('a payout to an account that does not exist opens it, and one that refuses keeps the money: payouts do not bounce', async () => {
  const before = await world.balance(world.channel);
  await world.topUp(toNano('1'));
  const deposit = await world.balance(world.channel) - before;
  const [, opened, refused] = await world.pay({ payouts: [{ to: payee(0), value: toNano('0.5') }, { to: world.channel, value: toNano('0.5') }] });

  assert.equal(await world.balance(payee(0)), toNano('0.5'));
  assert.equal(opened.endStatus, 'uninitialized');
  assert.equal(exitCodeOf(refused), 65535);
  assert.equal(refused.outMessagesCount, 0);
  assert.equal(await world.balance(world.channel), deposit + toNano('0.5') - refused.totalFees.coins);
});

test('a payout that comes back all the same stays in the vault', async () => {
  const before = await world.balance(world.vault);
  const { transactions } = await world.chain.sendMessage({
    info: {
      type: 'internal', ihrDisabled: true, bounce: false, bounced: true, src: payee(0), dest: world.vault,
      value: { coins: toNano('1') }, ihrFee: 0n, forwardFee: 0n, createdAt: 0, createdLt: 0n,
    },
    body: beginCell().storeUint(0xffffffff, 32).storeSlice(payoutNotice(0).beginParse()).endCell(),
  });

  assert.equal(exitCodeOf(transactions[0]), 0);
  assert.equal(await world.balance(world.vault), before + toNano('1') - transactions[0].totalFees.coins);
});

test('payouts are sent with mode 1, so that no error is ignored', () => {
  const action = payoutActions(payees(1), 0n).beginParse();
  action.loadRef();
  assert.equal(action.loadUint(32), 0x0ec3c86d);
  assert.equal(action.loadUint(8), 1);
});

test('plain transfers, comments and notices of claims are welcome', async () => {
  for (const body of [beginCell().endCell(), comment('thanks'), claimPaid(1n, toNano('1'))]) {
    const before = await world.balance(world.vault);
    const [received] = await world.send(world.market, world.vault, toNano('1'), body);
    assert.equal(exitCodeOf(received), 0);
    assert.equal(await world.balance(world.vault), before + toNano('1') - received.totalFees.coins);
  }
});

test('an unknown message is refused and the money returned', async () => {
  const before = await world.balance(world.vault);
  for (const body of [beginCell().storeUint(1, 8).endCell(), beginCell().storeUint(0x12345678, 32).endCell()]) {
    const [refusal, returned] = await world.send(world.market, world.vault, toNano('1'), body);

    assert.equal(exitCodeOf(refusal), 65535);
    assert.equal(returned.inMessage.info.bounced, true);
    assert.equal(await world.balance(world.vault), before);
  }
});
