// If the market is gone: providers draw what the last batch's earnings root guarantees them.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { beginCell, toNano } from '@ton/core';
import { assertPaid, assertRefused } from './support/assertions.mjs';
import { op } from './support/cells.mjs';
import { earningsLeaf, MerkleTree } from './support/merkle.mjs';
import { addressFrom, exitCodeOf, exitDelay, gasOf, World } from './support/world.mjs';

const entry = i => ({ provider: addressFrom(i + 1), earned: toNano('5') + BigInt(i), guaranteed: toNano('1') + BigInt(i) });
const entries = Array.from({ length: 5 }, (_, i) => entry(i));
let world, tree;
beforeEach(async () => {
  world = await World.create();
  await world.send(world.market, world.vault, toNano('100'), beginCell().endCell());
  tree = await world.publish(entries);
});

const state = async () => [await world.vaultState(), ...await Promise.all(entries.map(({ provider }) => world.drawn(provider)))];
const refused = (exitCode, send, sender = world.stranger) => assertRefused(world, world.vault, state, exitCode, sender, send);
const draw = (index, fields, options) => world.draw(tree, entries, index, fields, options);

/** A draw without a batch having come; the amount is exact, and carries what its message left over. */
async function assertDraws(index, amount) {
  const [drawing, received] = await draw(index);
  assert.equal(exitCodeOf(drawing), 0);
  assertPaid(received, entries[index].provider, amount, toNano('0.2'));
  return received;
}

test('the exit opens a delay after it was started', async () => {
  assert.equal((await world.vaultState()).exitOpensAt, 0);
  const [, answer] = await world.startExit();
  assertPaid(answer, world.stranger.address, toNano('0.18'), toNano('0.02'));

  assert.equal((await world.vaultState()).exitOpensAt, world.chain.now + exitDelay);
});

test('every provider draws what it is guaranteed, to the nano', async () => {
  await world.openExit();
  for (const [index, { provider, guaranteed }] of entries.entries()) {
    const before = await world.balance(world.vault);
    const [drawing, received] = await draw(index);

    assert.equal(await world.balance(world.vault), before - guaranteed - (drawing.description.storagePhase.storageFeesCollected ?? 0n));
    assert.equal(received.inMessage.body.beginParse().loadUint(32), op.drawn);
    assertPaid(received, provider, guaranteed, toNano('0.2'));
    assert.equal(await world.drawn(provider), guaranteed);
  }
});

for (const count of [1, 2, 3, 7, 8, 1_000]) {
  test(`every place of a tree of ${count} leaves can be proved`, async () => {
    const many = Array.from({ length: count }, (_, i) => ({ ...entry(i), provider: addressFrom(i % 256) }));
    tree = await world.publish(many, 1);
    await world.openExit();
    for (const index of new Set([0, 1, Math.floor(count / 2), count - 2, count - 1].filter(i => i >= 0 && i < count))) {
      const [drawing] = await world.draw(tree, many, index);
      assert.equal(exitCodeOf(drawing), 0, `leaf ${index}`);
    }
  });
}

test('the deepest path, of 32, stays below the gas that a draw reckons with', async () => {
  const siblings = Array.from({ length: 32 }, (_, i) => Buffer.alloc(32, i + 1));
  const [deep] = entries;
  const root = new MerkleTree([earningsLeaf(deep)]).root;
  const top = siblings.reduce((hash, sibling) => MerkleTree.node(hash, sibling), root);
  await world.pay({ payouts: [], seqno: 1, earningsRoot: BigInt(`0x${top.toString('hex')}`) });
  await world.openExit();
  const [drawing] = await draw(0, { index: 0, count: 0xffffffff, path: siblings });

  assert.equal(exitCodeOf(drawing), 0);
  // The dictionary of a million draws, twenty levels deep, takes some 15,000 more.
  assert.ok(gasOf(drawing) <= 45_000n, `used ${gasOf(drawing)}`);
});

test('a vault without enough pays what it has, less its rent, and the rest when money comes', async () => {
  const [{ provider }] = entries;
  const large = [{ provider, earned: toNano('500'), guaranteed: toNano('300') }];
  tree = await world.publish(large, 1);
  await world.openExit();
  const [, first] = await world.draw(tree, large, 0);
  const kept = await world.balance(world.vault);

  assertPaid(first, provider, toNano('101'), toNano('0.1'));
  assert.ok(kept > 0n && kept < toNano('0.5'), `kept ${kept}`);
  await world.send(world.market, world.vault, toNano('300'), beginCell().endCell());
  const before = await world.drawn(provider);
  const [, second] = await world.draw(tree, large, 0);
  assertPaid(second, provider, toNano('300') - before, toNano('0.2'));
  assert.equal(await world.drawn(provider), toNano('300'));
});

test('a higher guarantee of a later batch pays the difference to what was drawn', async () => {
  await world.openExit();
  await assertDraws(0, entries[0].guaranteed);
  const later = [{ ...entries[0], guaranteed: toNano('3') }];
  tree = await world.publish(later, 2);
  await world.openExit();
  const [, received] = await world.draw(tree, later, 0);

  assertPaid(received, entries[0].provider, toNano('3') - entries[0].guaranteed, toNano('0.2'));
});

test('providers draw from a paused vault, too', async () => {
  await world.pause(true);
  await world.openExit();
  await assertDraws(2, entries[2].guaranteed);
});

test('the market comes back: its next batch ends the exit, and the exit can be started again', async () => {
  await world.openExit();
  await assertDraws(0, entries[0].guaranteed);
  await world.pay({ payouts: [], seqno: 2, earningsRoot: BigInt(`0x${tree.root.toString('hex')}`) });
  assert.equal((await world.vaultState()).exitOpensAt, 0);
  await refused(214, () => draw(1));

  await world.openExit();
  await assertDraws(1, entries[1].guaranteed);
});

// ---- attacks

test('nothing is drawn before the exit is started, nor before its delay has passed', async () => {
  await refused(214, () => draw(0));
  await world.startExit();
  world.chain.now += exitDelay - 1;
  await refused(214, () => draw(0));
  world.chain.now += 1;
  await assertDraws(0, entries[0].guaranteed);
});

test('nothing is drawn after a batch came within the delay', async () => {
  await world.startExit();
  await world.pay({ payouts: [], seqno: 1, earningsRoot: BigInt(`0x${tree.root.toString('hex')}`) });
  world.chain.now += exitDelay;
  await refused(214, () => draw(0));
});

test('a running exit is not started anew, which would push its time', async () => {
  await world.startExit();
  world.chain.now += 10;
  await refused(213, () => world.startExit());
  world.chain.now += exitDelay;
  await assertDraws(0, entries[0].guaranteed);
  await refused(213, () => world.startExit());
});

test('a proof is good once', async () => {
  await world.openExit();
  await assertDraws(0, entries[0].guaranteed);
  await refused(215, () => draw(0));
});

test('a proof of another leaf, place, count or amount is refused', async () => {
  await world.openExit();
  for (const fields of [
    { provider: addressFrom(99) }, { earned: entries[1].earned + 1n }, { guaranteed: entries[1].guaranteed + 1n },
    { index: 0 }, { index: 2 }, { count: 4 }, { count: 100 }, { path: tree.path(2) },
  ]) {
    await refused(310, () => draw(1, fields));
  }
});

test('an index outside the tree, and a tree of no leaves, are refused', async () => {
  await world.openExit();
  for (const fields of [{ index: 5 }, { index: 0xffffffff }, { count: 0 }, { index: 0, count: 0, path: [] }]) await refused(310, () => draw(0, fields));
});

test('a path that is too short or too long is refused', async () => {
  await world.openExit();
  const path = tree.path(1);
  for (const other of [[], path.slice(0, -1), path.slice(1), [...path, Buffer.alloc(32)], Array(33).fill(Buffer.alloc(32))]) {
    await refused(310, () => draw(1, { path: other }));
  }
});

test('a batch that was signed before a draw is worthless after it, so that nobody is paid twice', async () => {
  const signedBefore = { payouts: [{ to: entries[0].provider, value: entries[0].guaranteed }], seqno: 1, validUntil: world.chain.now + 10 * exitDelay };
  await world.openExit();
  await assertDraws(0, entries[0].guaranteed);

  await assert.rejects(world.pay(signedBefore), error => error.exitCode === 55);
});

test('an empty vault pays nothing by proof', async () => {
  const poor = await World.create();
  const own = [entries[0]];
  const ownTree = await poor.publish(own);
  await poor.openExit();
  await poor.draw(ownTree, own, 0);
  const again = [{ ...entries[0], guaranteed: toNano('9') }];
  const againTree = await poor.publish(again, 2);
  await poor.openExit();

  const [refusal] = await poor.draw(againTree, again, 0);
  assert.equal(exitCodeOf(refusal), 58);
});

test('a draw pays the provider, whoever sends it', async () => {
  await world.openExit();
  const [, received] = await draw(3, {}, { from: world.wallet });
  assertPaid(received, entries[3].provider, entries[3].guaranteed, toNano('0.2'));
});
