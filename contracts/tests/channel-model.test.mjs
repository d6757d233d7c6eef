// Random lives of a channel against a model that knows nothing of cells and gas.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { beginCell, contractAddress, toNano } from '@ton/core';
import * as cells from './support/cells.mjs';
import { ChannelModel } from './support/channel-model.mjs';
import { count, live, Lives } from './support/lives.mjs';
import { rentFor } from './support/rent.mjs';
import { rentOf, strandedOf } from './support/stage.mjs';
import { addressFrom, codeOf, exitCodeOf, keyPair, networkId } from './support/world.mjs';

const stepsPerLife = 7;                  // besides the deployment
const grace = 1_000;
const ample = toNano('0.2');
const meagre = 800_000n;                 // no message works with it
const dust = 2_000_000n;                 // from here on, the increment of a close pays for its own way back
const keptWhenClosed = rentFor({ bits: 14_000n, cells: 30n, seconds: BigInt(5 * 365 * 86_400) });
const owner = addressFrom(201);
const stranger = addressFrom(202);
const market = keyPair(3);
const clients = [keyPair(10), keyPair(11), keyPair(12)];
const weakKey = Buffer.alloc(32);
const code = codeOf('channel');

const pick = (random, ...values) => values[random(values.length)];
const oneIn = (random, number) => random(number) === 0;
const from = random => oneIn(random, 6) ? stranger : owner;
/** Amounts around those where the answer changes. */
const amountNear = (random, low, high) => pick(random, low, low + 1n, high, high + 1n, low + (high - low) * BigInt(random(1_000)) / 1_000n, low + (high - low) / 4n);

/** Each step: its message, its sender, and what the model says of it. */
const steps = {
  topUp(random) {
    const amount = BigInt(random(5)) * toNano('0.7') + BigInt(random(1_000_000));
    return { sender: stranger, value: ample + amount, body: cells.topUp(1n, amount), act: model => model.topUp({ amount }) };
  },
  claim(random, { model, channel }) {
    const key = oneIn(random, 6) ? pick(random, ...clients, market) : clients.find(({ publicKey }) => publicKey.equals(model.voucherKey)) ?? clients[0];
    const mine = !oneIn(random, 10);
    const amount = amountNear(random, model.claimed, model.limit);
    const voucher = cells.voucher({ channel: mine ? channel : addressFrom(9), amount, seqno: random(1_000) });
    return { sender: stranger, body: cells.claim(2n, voucher, key.secretKey), act: it => it.claim({ key: key.publicKey, mine, amount }) };
  },
  withdraw(random, { model, channel, now }) {
    const sender = from(random);
    const [mine, signed, valid] = [!oneIn(random, 10), !oneIn(random, 10), !oneIn(random, 10)];
    const total = amountNear(random, model.withdrawn, model.withdrawn + model.limit - model.claimed);
    const permit = cells.withdrawPermit({ channel: mine ? channel : addressFrom(9), total, validUntil: valid ? now : now - 1 });
    const body = cells.withdraw(3n, permit, (signed ? market : clients[0]).secretKey);
    return { sender, body, act: it => it.withdraw({ byOwner: sender === owner, signed, mine, total, valid }) };
  },
  startClose(random, { now }) {
    const sender = from(random);
    return { sender, body: cells.plain(cells.op.startClose, 4n), act: it => it.startClose({ byOwner: sender === owner, now }) };
  },
  finishClose: (random, { now }) => ({ sender: stranger, body: cells.plain(cells.op.finishClose, 5n), act: it => it.finishClose({ now }) }),
  closeTogether(random, { model, channel, now }) {
    const key = oneIn(random, 6) ? pick(random, ...clients) : clients.find(({ publicKey }) => publicKey.equals(model.voucherKey)) ?? clients[0];
    const [mine, signed] = [!oneIn(random, 10), !oneIn(random, 10)];
    const amount = amountNear(random, model.claimed, model.limit);
    const agreement = cells.closeAgreement({ channel: mine ? channel : addressFrom(9), amount });
    const body = cells.closeTogether(6n, agreement, key.secretKey, (signed ? market : clients[0]).secretKey);
    return { sender: stranger, body, act: it => it.closeTogether({ key: key.publicKey, signed, mine, amount, now }) };
  },
  changeVoucherKey(random, { now }) {
    const sender = from(random);
    const weak = oneIn(random, 6);
    const key = weak ? weakKey : pick(random, ...clients).publicKey;
    return { sender, body: cells.changeVoucherKey(7n, key), act: it => it.changeVoucherKey({ byOwner: sender === owner, key, weak, now }) };
  },
  applyVoucherKey: (random, { now }) => ({ sender: stranger, body: cells.plain(cells.op.applyVoucherKey, 8n), act: it => it.applyVoucherKey({ now }) }),
  unknown: random => ({
    sender: owner, act: () => 65535,
    body: pick(random, beginCell().endCell(), beginCell().storeUint(0, 96).endCell(), cells.claimPaid(9n, 1n), cells.plain(cells.op.refund, 9n)),
  }),
};
const names = Object.entries({ topUp: 3, claim: 8, withdraw: 3, startClose: 1, finishClose: 2, closeTogether: 1, changeVoucherKey: 2, applyVoucherKey: 2, unknown: 1 })
  .flatMap(([name, weight]) => Array(weight).fill(name));

test(`${count} random lives of a channel go as the model says, to the nano`, async () => {
  const chain = new Lives();
  await chain.open();
  const vaultInit = { code: codeOf('vault'), data: cells.vaultData({ operatorKey: market.publicKey, networkId, owner, timelock: 1, exitDelay: 1 }) };
  const vault = contractAddress(0, vaultInit);
  await chain.step(stranger, vault, toNano('1'), beginCell().endCell(), vaultInit);
  const seen = new Set();

  await live(count, async (random, seed, story) => {
    const hasVault = !oneIn(random, 4);
    const terms = { voucherKey: clients[0].publicKey, networkId, vault: hasVault ? vault : addressFrom(220), owner, marketKey: market.publicKey, grace, salt: BigInt(seed) };
    const init = { code, data: cells.channelData(terms) };
    const life = { chain, channel: contractAddress(0, init), init, hasVault, model: new ChannelModel(terms), balance: 0n, seen };
    const deposit = steps.topUp(random);
    await take(life, { name: 'deploy', ...deposit }, deposit.value, story);
    for (let i = 0; i < stepsPerLife; i++) {
      if (oneIn(random, 4)) chain.chain.now += pick(random, 1, grace - 1, grace, grace, 60 * (random(20) === 0 ? 86_400 : 1));
      const name = pick(random, ...names);
      const step = steps[name](random, { ...life, now: chain.chain.now });
      await take(life, { name, ...step }, oneIn(random, 12) ? meagre : step.value ?? ample, story);
    }
  });

  // A run that never came across one of these would prove little.
  const expected = ['returned', 'fails', ...[0, 40, 42, 43, 45, 48, 49, 50, 51, 52, 53, 65535].map(String)];
  if (!process.env.COCOON_SEED) assert.deepEqual(expected.filter(what => !seen.has(what)), []);
});

async function take(life, { name, sender, body, act }, value, story) {
  const { chain, channel, init, model, seen } = life;
  const after = model.copy();
  const exitCode = act(after);
  story.push(`${name} with ${value} at ${chain.chain.now}: ${exitCode}`);
  const transactions = await chain.step(sender, channel, value, body, name === 'deploy' ? init : undefined);
  const [transaction] = transactions;
  const worked = exitCodeOf(transaction) === 0 && transaction.description.actionPhase?.success === true;

  const before = life.balance - rentOf(transaction);
  if (value === meagre) {
    assert.equal(worked, false, 'no message works with next to nothing');
    life.balance = before + strandedOf(transaction);
  } else if (exitCode !== 0) {
    assert.equal(exitCodeOf(transaction), exitCode);
    seen.add(String(exitCode));
    life.balance = before;
  } else if (before < after.paid) {
    assert.equal(exitCodeOf(transaction), 0);
    assert.equal(worked, false, 'the balance does not cover it');
    seen.add('fails');
    life.balance = before;
  } else {
    assert.equal(worked, true, `ended with ${exitCodeOf(transaction)}`);
    seen.add('0');
    life.balance = afterSuccess(life, name, before, after, value, transactions);
    life.model = after;
  }
  assert.ok((await chain.dataOf(channel)).equals(life.model.data()), 'the data differs from the model\'s');
  assert.equal(await chain.balance(channel), life.balance);
}

/** The balance after a step that worked; takes into the model what a missing vault sent back. */
function afterSuccess({ hasVault, channel, seen }, name, before, after, value, transactions) {
  const closes = name === 'finishClose' || name === 'closeTogether';
  const increment = closes ? after.increment : name === 'claim' ? after.paid : 0n;
  const deposit = name === 'topUp' || name === 'deploy' ? value - ample : 0n;
  const left = closes ? keptWhenClosed : before + deposit - after.paid;
  const returned = transactions.slice(1).find(({ inMessage: { info } }) => info.bounced && info.dest.equals(channel));

  if (!hasVault && increment >= (name === 'claim' ? 1n : dust)) assert.equal(exitCodeOf(returned), 0, 'what a missing vault gets comes back');
  if (!returned) return left;
  const home = returned.inMessage.info.value.coins - returned.totalFees.coins;
  if (exitCodeOf(returned) !== 0) return left + home;
  seen.add('returned');
  after.returned(increment);
  if (name === 'claim') assert.ok(home >= increment, 'a claim that came back leaves the channel whole');
  return left + home;
}
