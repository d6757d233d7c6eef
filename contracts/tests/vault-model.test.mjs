// Random lives of a vault against a model that knows nothing of gas and proofs.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { beginCell, comment, contractAddress, external, toNano } from '@ton/core';
import * as cells from './support/cells.mjs';
import { count, live, Lives } from './support/lives.mjs';
import { earningsLeaf, MerkleTree } from './support/merkle.mjs';
import { rentOf, strandedOf } from './support/stage.mjs';
import { announce, apply, cancel, change, drawEarnings, pause } from './support/vault-cells.mjs';
import { VaultModel } from './support/vault-model.mjs';
import { addressFrom, codeOf, exitCodeOf, keyPair, networkId } from './support/world.mjs';

const stepsPerLife = 7;                  // besides the deployment
const timelock = 100;
const exitDelay = 300;
const window = 14 * 86_400;
const ample = toNano('0.2');
const meagre = 800_000n;                 // no message but a gift of money works with it
const unforeseen = toNano('0.05');       // what rent and the import of a batch take before the vault looks at its balance
const owners = [addressFrom(201), addressFrom(202)];
const stranger = addressFrom(203);
const keys = [keyPair(10), keyPair(11)];
const providers = [1, 2, 3].map(addressFrom);
const code = codeOf('vault');

const pick = (random, ...values) => values[random(values.length)];
const oneIn = (random, number) => random(number) === 0;
const from = (random, model) => oneIn(random, 8) ? stranger : model.owner;

/** What can be announced: the cell, and what it does to the model. */
const changes = [
  ...keys.map(({ publicKey }) => ({ cell: change.setOperator(publicKey), carryOut: model => { model.operatorKey = publicKey; return 0; } })),
  { cell: change.setOperator(Buffer.alloc(32)), carryOut: () => 211 },
  ...owners.map(owner => ({ cell: change.setOwner(owner), carryOut: model => { model.owner = owner; return 0; } })),
  { cell: change.upgrade(code), carryOut: () => 0 },
  ...['0.3', '4', '500'].map(toNano).map(amount => ({
    cell: change.takeOut(stranger, amount),
    carryOut: (model, balance) => { model.paid = amount; return balance < amount ? 58 : 0; },
  })),
  { cell: beginCell().storeUint(0x56430009, 32).endCell(), carryOut: () => 65535 },
].map(one => ({ ...one, hash: one.cell.hash().toString('hex') }));

const pickChange = (random, model) => {
  const announced = changes.filter(({ hash }) => model.pending.has(hash));
  return announced.length > 0 && !oneIn(random, 4) ? pick(random, ...announced) : pick(random, ...changes);
};

/** Each step: its message, its sender, and what the model says of it, given the balance without the message. */
const steps = {
  batch(random, { model, balance, now }) {
    const key = oneIn(random, 8) ? keys[random(2)] : keys.find(({ publicKey }) => publicKey.equals(model.operatorKey));
    const entries = providers.map(provider => ({ provider, earned: toNano('9'), guaranteed: BigInt(random(2_000_000_000)) }));
    const tree = new MerkleTree(entries.map(earningsLeaf));
    const fields = {
      domain: oneIn(random, 12) ? model.domain + 1n : model.domain, seqno: oneIn(random, 12) ? model.seqno + 1 : model.seqno,
      validUntil: oneIn(random, 12) ? now - 1 : now + random(3),
      receiptRoot: BigInt(random(1_000)), earningsRoot: BigInt(`0x${tree.root.toString('hex')}`),
      payouts: Array.from({ length: random(3) }, () => ({ to: pick(random, ...providers), value: BigInt(1 + random(300_000_000)) })),
    };
    const enough = fields.payouts.reduce((sum, { value }) => sum + value + 400_000n, 800_000n);
    const isTight = enough > balance - unforeseen && enough < balance + unforeseen;
    const required = isTight || oneIn(random, 12) ? toNano('1000') : enough;
    const body = cells.signedBatch(cells.batch({ ...fields, required }), key.secretKey);
    const { receiptRoot, earningsRoot } = fields;
    return {
      external: body, payouts: fields.payouts,
      act: (model, balance) => model.batch({ key: key.publicKey, ...fields, required, roots: { receiptRoot, earningsRoot }, earnings: { entries, tree }, balance, now }),
    };
  },
  draw(random, { model, now }) {
    const entries = model.earnings?.entries ?? providers.map(provider => ({ provider, earned: 1n, guaranteed: 1n }));
    const tree = model.earnings?.tree ?? new MerkleTree(entries.map(earningsLeaf));
    const index = random(entries.length);
    const lie = oneIn(random, 8) ? pick(random, { guaranteed: entries[index].guaranteed + 1n }, { index: 7 }, { provider: addressFrom(9) }, { path: [] }) : {};
    const message = { ...entries[index], index, count: entries.length, path: tree.path(index), ...lie };
    const proves = model.earnings !== null && Object.keys(lie).length === 0;
    return { sender: stranger, body: drawEarnings(1n, message), act: (it, balance) => it.draw({ ...message, proves, balance, now }) };
  },
  startExit: (random, { now }) => ({ sender: stranger, body: cells.plain(cells.op.startExit, 2n), act: it => it.startExit({ now }) }),
  pause(random, { model }) {
    const [by, paused] = [from(random, model), oneIn(random, 4) ? model.paused : !model.paused];
    return { sender: by, body: pause(3n, paused), act: it => it.pause({ by, paused }) };
  },
  announce(random, { model, now }) {
    const [by, { cell, hash }] = [from(random, model), pick(random, ...changes)];
    return { sender: by, body: announce(4n, cell), act: it => it.announce({ by, hash, now }) };
  },
  cancel(random, { model }) {
    const [by, { cell, hash }] = [from(random, model), pickChange(random, model)];
    return { sender: by, body: cancel(5n, cell.hash()), act: it => it.cancel({ by, hash }) };
  },
  apply(random, { model, now }) {
    const [by, { cell, hash, carryOut }] = [from(random, model), pickChange(random, model)];
    return { sender: by, body: apply(6n, cell), act: (it, balance) => it.apply({ by, hash, carryOut, balance, now }) };
  },
  gift: random => ({ sender: stranger, gift: true, body: pick(random, beginCell().endCell(), comment('thanks'), cells.claimPaid(7n, 5n)), act: () => 0 }),
  unknown: random => ({ sender: stranger, body: pick(random, beginCell().storeUint(1, 7).endCell(), cells.topUp(8n, 1n)), act: () => 65535 }),
};
const names = Object.entries({ batch: 7, draw: 7, startExit: 4, pause: 2, announce: 5, cancel: 1, apply: 5, gift: 1, unknown: 1 })
  .flatMap(([name, weight]) => Array(weight).fill(name));

test(`${count} random lives of a vault go as the model says, to the nano`, async () => {
  const chain = new Lives();
  await chain.open();
  const seen = new Set();

  await live(count, async (random, seed, story) => {
    const terms = { operatorKey: keys[0].publicKey, networkId, owner: owners[0], timelock, exitDelay, salt: BigInt(seed) };
    const init = { code, data: cells.vaultData(terms) };
    const life = { chain, vault: contractAddress(0, init), model: new VaultModel({ ...terms, domain: cells.vaultDomain(terms) }), balance: 0n, seen };
    await take(life, { ...steps.gift(random), init, name: 'deploy' }, toNano('0.1') + BigInt(random(5_000)) * 1_000_000n, story);
    // By chance alone, few lives would come as far as a draw.
    const opening = oneIn(random, 3) ? ['batch', 'startExit', 'draw', 'draw'] : [];
    for (let i = 0; i < stepsPerLife; i++) {
      const name = opening[i] ?? pick(random, ...names);
      if (opening[i] === 'draw') chain.chain.now += exitDelay;
      else if (oneIn(random, 3)) chain.chain.now += pick(random, 1, timelock, exitDelay, exitDelay, oneIn(random, 12) ? window + timelock + 1 : 60);
      const step = steps[name](random, { ...life, now: chain.chain.now });
      await take(life, { name, ...step }, oneIn(random, 12) ? meagre : ample, story);
    }
  });

  // A run that never came across one of these would prove little.
  const expected = [0, 54, 55, 57, 58, 210, 211, 212, 213, 214, 215, 301, 303, 304, 305, 310, 65535];
  if (!process.env.COCOON_SEED) assert.deepEqual(expected.filter(code => !seen.has(code)), []);
});

async function take(life, step, value, story) {
  const { chain, vault, model, seen } = life;
  const after = model.copy();
  story.push(`${step.name} with ${value} at ${chain.chain.now}`);
  if (step.external) {
    await takeBatch(life, step, after);
  } else {
    const [transaction] = await chain.step(step.sender, vault, value, step.body, step.init);
    const before = life.balance - rentOf(transaction);
    const exitCode = step.act(after, before);
    const worked = exitCodeOf(transaction) === 0 && transaction.description.actionPhase?.success === true;
    if (value === meagre && !step.gift) {
      assert.equal(worked, false, 'no message works with next to nothing');
      life.balance = before + strandedOf(transaction);
    } else {
      assert.equal(exitCodeOf(transaction), exitCode);
      assert.equal(worked, exitCode === 0);
      seen.add(exitCode);
      if (worked) life.model = after;
      life.balance = !worked ? before : step.gift ? before + value - (transaction.totalFees.coins - rentOf(transaction)) : before - after.paid;
    }
  }
  assert.ok((await chain.dataOf(vault)).equals(life.model.data()), 'the data differs from the model\'s');
  assert.equal(await chain.balance(vault), life.balance);
}

/** A batch is paid whole, or costs nothing. */
async function takeBatch(life, { external: body, payouts, act }, after) {
  const { chain, vault, seen } = life;
  const exitCode = act(after, life.balance);
  const { transactions, exitCode: refusal = 0 } = await chain.external(external({ to: vault, body }));
  assert.equal(refusal, exitCode);
  seen.add(exitCode);
  if (!transactions) return;

  const [paying] = transactions;
  const out = [...paying.outMessages.values()].map(({ info }) => info);
  assert.deepEqual(out.map(({ dest, value }) => [dest.toRawString(), value.coins]), payouts.map(({ to, value }) => [to.toRawString(), value]));
  life.model = after;
  life.balance -= paying.totalFees.coins + out.reduce((sum, { value, forwardFee }) => sum + value.coins + forwardFee, 0n);
}
