// The timelock as the registry embeds it.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { change, join } from './support/registry-cells.mjs';
import { delay, RegistryWorld, window } from './support/registry-world.mjs';
import { assertRefused } from './support/stage.mjs';
import { exitCodeOf } from './support/world.mjs';

let world;
beforeEach(async () => { world = await RegistryWorld.create(); });

const fee = bps => join(change.setFee(bps));
const refused = (exitCode, send) => assertRefused(world, world.registry, () => world.state(), exitCode, send);

test('an announced change applies after its delay, once', async () => {
  await world.announce(fee(700));
  assert.equal(await world.pending(fee(700)), world.chain.now + delay);
  world.chain.now += delay;
  const [applied] = await world.apply(fee(700));

  assert.equal(exitCodeOf(applied), 0);
  assert.deepEqual([(await world.state()).feeBps, (await world.state()).pending], [700, 0]);
  await refused(303, () => world.apply(fee(700)));
});

test('a change that was never announced is refused', async () => {
  await refused(303, () => world.apply(fee(700)));
});

test('another change than the announced one is refused', async () => {
  await world.announce(fee(700));
  world.chain.now += delay;

  await refused(303, () => world.apply(fee(701)));
  await refused(303, () => world.apply(join(change.setFee(700), change.setOwner(world.stranger.address))));
});

test('a change is refused one second too early, and applies in its first second', async () => {
  await world.announce(fee(700));
  world.chain.now += delay - 1;
  await refused(304, () => world.apply(fee(700)));
  world.chain.now += 1;
  await world.apply(fee(700));

  assert.equal((await world.state()).feeBps, 700);
});

test('a change applies in its last second, and is stale one second later', async () => {
  await world.announce(fee(700));
  await world.announce(fee(800));
  world.chain.now += delay + window;
  await world.apply(fee(700));
  assert.equal((await world.state()).feeBps, 700);
  world.chain.now += 1;

  await refused(305, () => world.apply(fee(800)));
});

test('a stale change can be announced anew, with the whole delay before it', async () => {
  await world.announce(fee(700));
  world.chain.now += delay + window + 1;
  await world.announce(fee(700));

  assert.equal(await world.pending(fee(700)), world.chain.now + delay);
  assert.equal((await world.state()).pending, 1);
  await refused(304, () => world.apply(fee(700)));
});

test('a stale change can be cancelled', async () => {
  await world.announce(fee(700));
  world.chain.now += delay + window + 1;
  await world.cancel(fee(700));

  assert.deepEqual([await world.pending(fee(700)), (await world.state()).pending], [0, 0]);
});

test('a cancelled change can not be applied', async () => {
  await world.announce(fee(700));
  await world.cancel(fee(700));
  world.chain.now += delay;

  await refused(303, () => world.apply(fee(700)));
});

test('cancelling what is not pending is refused', async () => {
  await refused(303, () => world.cancel(fee(700)));
});

test('announcing a pending change again is refused, so that nobody can push its time', async () => {
  await world.announce(fee(700));
  world.chain.now += 100;

  await refused(301, () => world.announce(fee(700)));
});

test('eight changes may be pending, not nine', async () => {
  for (let bps = 1; bps <= 8; bps++) await world.announce(fee(bps));
  await refused(302, () => world.announce(fee(9)));
  await world.cancel(fee(3));
  await world.announce(fee(9));

  assert.equal((await world.state()).pending, 8);
});

test('a stranger can not announce, cancel or apply', async () => {
  await world.announce(fee(700));
  world.chain.now += delay;
  const from = world.stranger;

  await refused(401, () => world.announce(fee(800), { from }));
  await refused(401, () => world.cancel(fee(700), { from }));
  await refused(401, () => world.apply(fee(700), { from }));
});
