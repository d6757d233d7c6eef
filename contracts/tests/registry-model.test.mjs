// Random lives of a registry against a model that knows nothing of cells.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { beginCell, toNano } from '@ton/core';
import { totalMoney } from './support/assertions.mjs';
import * as cells from './support/registry-cells.mjs';
import { delay, RegistryWorld, reserve, window } from './support/registry-world.mjs';
import { randomFrom, rentOf, strandedOf } from './support/stage.mjs';
import { addressFrom, exitCodeOf } from './support/world.mjs';
import { count } from './support/lives.mjs';

const stepsPerSequence = 6;
const ample = toNano('0.2');
const meagre = toNano('0.001');      // buys 2,500 gas, less than any message needs that is not refused

const { change, join } = cells;
const allowed = tier => ({ role: 1, tier, notAfter: 1_900_000_000 });

/** What can be announced: the cell, and what it does to the model. */
const changes = [
  { cell: join(change.setMeasurement(1n, allowed(3))), act: m => m.measurements.set(1n, 3) },
  { cell: join(change.setMeasurement(2n, allowed(2)), change.removeMeasurement(1n)), act: m => { m.measurements.set(2n, 2); m.measurements.delete(1n); } },
  { cell: join(change.setFee(123), change.setVault(4, addressFrom(9))), act: m => { m.feeBps = 123; m.vault = addressFrom(9).toRawString(); } },
  { cell: join(change.setVault(4, null)), act: m => { m.vault = null; } },
  { cell: join(change.setFee(20_000)), exitCode: 404 },
  ...Array.from({ length: 6 }, (_, i) => ({ cell: join(change.setFee(i)), act: m => { m.feeBps = i; } })),
];

const newModel = () => ({ version: 0, feeBps: 500, vault: null, measurements: new Map(), pending: new Map() });

/** Each step returns { body, expect: (model, now) => exit code; when 0, the model has been changed }. */
const steps = {
  announce(random) {
    const index = random(changes.length);
    return {
      body: cells.announce(1n, changes[index].cell),
      expect(model, now) {
        const eta = model.pending.get(index);
        if (eta !== undefined && now <= eta + window) return 301;
        if (eta === undefined && model.pending.size === 8) return 302;
        model.pending.set(index, now + delay);
        return 0;
      },
    };
  },
  cancel(random) {
    const index = random(changes.length);
    return {
      body: cells.cancel(1n, changes[index].cell.hash()),
      expect: model => model.pending.delete(index) ? 0 : 303,
    };
  },
  apply(random, model) {
    const known = [...model.pending.keys()];
    const index = known.length > 0 && random(4) > 0 ? known[random(known.length)] : random(changes.length);
    return {
      body: cells.apply(1n, changes[index].cell),
      expect(model, now) {
        const eta = model.pending.get(index);
        if (eta === undefined) return 303;
        if (now < eta) return 304;
        if (now > eta + window) return 305;
        if (changes[index].exitCode) return changes[index].exitCode;
        model.pending.delete(index);
        changes[index].act(model);
        model.version++;
        return 0;
      },
    };
  },
  revoke(random) {
    const image = BigInt(1 + random(2));
    return {
      body: cells.revoke(1n, image),
      expect(model) {
        if (!model.measurements.delete(image)) return 406;
        model.version++;
        return 0;
      },
    };
  },
};
const stepNames = ['announce', 'announce', 'cancel', 'apply', 'apply', 'apply', 'revoke'];
const waits = [0, 0, 60, delay, delay, delay + window, delay + window + 1];

async function assertLike(world, model) {
  const { version, feeBps, pending } = await world.state();
  const { measurements } = await world.lists();
  assert.deepEqual(
    { version, feeBps, pending, vault: await world.vault(4), measurements: new Map([...measurements].map(([image, { tier }]) => [image, tier])) },
    { version: model.version, feeBps: model.feeBps, pending: model.pending.size, vault: model.vault, measurements: model.measurements });
}

async function live(world, random) {
  const model = newModel();
  const before = totalMoney(world);
  let injected = 0n;
  for (let i = 0; i < stepsPerSequence; i++) {
    world.chain.now += waits[random(waits.length)];
    const { body, expect } = steps[stepNames[random(stepNames.length)]](random, model);
    const byStranger = random(10) === 0;
    const value = random(10) === 0 ? meagre : ample;
    const held = await world.balance(world.registry);

    const [transaction] = await world.inject((byStranger ? world.stranger : world.owner).address, world.registry, value, body);
    injected += value;

    const rest = held - rentOf(transaction);
    const accepted = exitCodeOf(transaction) === 0;
    if (value === meagre) assert.equal(accepted, false);
    else assert.equal(exitCodeOf(transaction), byStranger ? 401 : expect(model, world.chain.now));
    const kept = accepted && rest < reserve ? reserve : rest;
    assert.equal(await world.balance(world.registry), accepted ? kept : rest + strandedOf(transaction));
    assert.equal((await world.state()).version, model.version);
  }
  await assertLike(world, model);
  assert.equal(totalMoney(world), before + injected);
}

test(`${count} random lives go as the model says, and no nano is lost or made`, async () => {
  const world = await RegistryWorld.create();
  const start = world.chain.snapshot();
  for (let seed = 0; seed < count; seed++) {
    await world.chain.loadFrom(start);
    world.transactions = [];
    try {
      await live(world, randomFrom(seed));
    } catch (error) {
      error.message = `seed ${seed}: ${error.message}`;
      throw error;
    }
  }
});

test('the registry keeps its balance when money comes as a plain transfer between two changes', async () => {
  const world = await RegistryWorld.create();
  await world.inject(world.stranger.address, world.registry, toNano('5'), beginCell().endCell());
  const held = await world.balance(world.registry);
  await world.announce(changes[0].cell);

  assert.equal(await world.balance(world.registry), held);
});
