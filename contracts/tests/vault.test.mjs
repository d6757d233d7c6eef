import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { beginCell, comment, toNano } from '@ton/core';
import { claimPaid, op, payoutActions, signedBatch } from './support/cells.mjs';
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
  assert.ok(gasOf(many) <= 3000n, `used ${gasOf(many)}`);
});

test('a payout carries the notice of its batch', async () => {
  await world.pay({ payouts: payees(1) });
  const [, received] = await world.pay({ payouts: payees(1), seqno: 1 });

  const body = received.inMessage.body.beginParse();
  assert.equal(body.loadUint(32), op.payoutNotice);
  assert.equal(body.loadUintBig(64), 1n);
  assert.equal(received.inMessage.info.bounce, false);
});

test('a batch is refused a second time', async () => {
  await world.pay({ payouts: payees(2) });
  await assertNotAccepted(204, () => world.pay({ payouts: payees(2) }));
});

test('a batch ahead of its turn is refused', async () => {
  await assertNotAccepted(204, () => world.pay({ payouts: payees(1), seqno: 1 }));
});

test('an expired batch is refused, and one in its last second is not', async () => {
  const validUntil = world.chain.now;
  world.chain.now += 1;
  await assertNotAccepted(205, () => world.pay({ payouts: payees(1), validUntil }));
  await world.pay({ payouts: payees(1), validUntil: world.chain.now });
  assert.equal((await world.vaultState()).seqno, 1);
});

test('a batch of another vault is refused', async () => {
  await assertNotAccepted(203, () => world.pay({ payouts: payees(1), vault: addressFrom(200) }));
});

test('a batch of another network is refused', async () => {
  await assertNotAccepted(202, () => world.pay({ payouts: payees(1), networkId: networkId + 1 }));
});

test('a batch that the operator did not sign is refused', async () => {
  await assertNotAccepted(201, () => world.pay({ payouts: payees(1) }, { key: world.client }));
});

test('a signature over another batch is refused', async () => {
  const signed = signedBatch(world.batch({ payouts: payees(1) }), world.operator.secretKey).beginParse();
  const forged = beginCell().storeBits(signed.loadBits(512)).storeRef(world.batch({ payouts: payees(2) })).endCell();
  await assertNotAccepted(201, () => world.external(world.vault, forged));
});

test('a signed cell that is no batch is refused', async () => {
  const voucher = world.voucher({ amount: 1n, seqno: 1 });
  await assertNotAccepted(63, () => world.external(world.vault, signedBatch(voucher, world.operator.secretKey)));
});

test('a batch is refused when the balance is one nano short of it, and paid when it is not', async () => {
  const payouts = value => [...payees(3), { to: payee(3), value }];
  const accepts = async value => {
    const snapshot = world.chain.snapshot();
    try {
      await world.pay({ payouts: payouts(value) });
      return true;
    } catch (error) {
      assert.equal(error.exitCode, 206);
      return false;
    } finally {
      await world.chain.loadFrom(snapshot);
    }
  };
  let [most, tooMuch] = [toNano('90'), toNano('101')];
  while (tooMuch - most > 1n) {
    const middle = (most + tooMuch) / 2n;
    if (await accepts(middle)) most = middle;
    else tooMuch = middle;
  }

  await assertNotAccepted(206, () => world.pay({ payouts: payouts(tooMuch) }));
  const [batch] = await world.pay({ payouts: payouts(most) });
  assert.equal(batch.description.actionPhase.success, true);
  assert.equal(batch.outMessagesCount, 4);
  assert.equal(await world.balance(payee(3)), most);
  assert.ok(await world.balance(world.vault) < toNano('0.0001'), 'the fee bound is tight');
});

test('no payout is skipped in silence: when one fails, none is made', async () => {
  const lie = { payouts: [...payees(1), { to: payee(5), value: toNano('500') }], total: 1n };
  const transactions = await world.pay(lie);

  assert.equal(transactions.length, 1);
  assert.equal(transactions[0].description.actionPhase.resultCode, 37);
  assert.equal((await world.vaultState()).seqno, 0);
});

test('payouts are sent with mode 1, so that no error is ignored', () => {
  const action = payoutActions(payees(1), 0n).beginParse();
  action.loadRef();
  assert.equal(action.loadUint(32), 0x0ec3c86d);
  assert.equal(action.loadUint(8), 1);
});

test('plain transfers, comments and notices of claims are welcome', async () => {
  for (const body of [beginCell().endCell(), comment('thanks'), claimPaid(1n, toNano('1'), 1)]) {
    const before = await world.balance(world.vault);
    const [received] = await world.send(world.market, world.vault, toNano('1'), body);
    assert.equal(exitCodeOf(received), 0);
    assert.equal(await world.balance(world.vault), before + toNano('1') - received.totalFees.coins);
  }
});

test('an unknown message is refused and the money returned', async () => {
  const before = await world.balance(world.vault);
  const [refusal, returned] = await world.send(world.market, world.vault, toNano('1'), beginCell().storeUint(0x12345678, 32).endCell());

  assert.equal(exitCodeOf(refusal), 65535);
  assert.equal(returned.inMessage.info.bounced, true);
  assert.equal(await world.balance(world.vault), before);
});
