import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { beforeEach, test } from 'node:test';
import { beginCell, Cell, toNano } from '@ton/core';
import { totalMoney } from './support/assertions.mjs';
import * as cells from './support/registry-cells.mjs';
import { delay, marketKey, RegistryWorld, reserve } from './support/registry-world.mjs';
import { assertRefused, sendLeast } from './support/stage.mjs';
import { addressFrom, codeOf, computeOf, exitCodeOf, networkId } from './support/world.mjs';

const { change, join } = cells;
const image = 0xabcn;
const allowed = { role: 1, tier: 3, notAfter: 1_900_000_000 };
const offer = { weightHash: 77n, prompt: 200_000_000n, cachedPrompt: 50_000_000n, completion: 800_000_000n, reasoning: 900_000_000n };

let world;
beforeEach(async () => { world = await RegistryWorld.create(); });

const refused = (exitCode, send) => assertRefused(world, world.registry, () => world.state(), exitCode, send);

/** Announces and waits; then Apply is refused and nothing has changed. */
async function refusedWhenApplied(exitCode, cell) {
  await world.announce(cell);
  world.chain.now += delay;
  await refused(exitCode, () => world.apply(cell));
}

test('a new registry says what it was deployed with', async () => {
  assert.deepEqual(await world.state(), {
    version: 0, feeBps: 500, marketKey, networkId, owner: world.owner.address.toRawString(), delay, pending: 0,
  });
  assert.deepEqual(await world.parameters(), cells.defaultParameters);
  assert.deepEqual([await world.measurement(image), await world.model(1n), await world.vault(0)], [null, null, null]);
});

test('a measurement is allowed, replaced and removed', async () => {
  await world.enact(join(change.setMeasurement(image, allowed)));
  assert.deepEqual(await world.measurement(image), allowed);
  await world.enact(join(change.setMeasurement(image, { ...allowed, tier: 2 })));
  assert.equal((await world.measurement(image)).tier, 2);
  await world.enact(join(change.removeMeasurement(image)));

  assert.equal(await world.measurement(image), null);
  assert.equal((await world.state()).version, 3);
});

test('a model is set with its prices and removed', async () => {
  await world.enact(join(change.setModel(5n, cells.model(offer))));
  assert.deepEqual(await world.model(5n), offer);
  assert.equal(await world.model(6n), null);
  await world.enact(join(change.removeModel(5n)));

  assert.equal(await world.model(5n), null);
});

test('a model whose cell is not a model is refused', async () => {
  await refusedWhenApplied(9, join(change.setModel(5n, beginCell().storeUint(1, 8).endCell())));
});

test('parameters are replaced as a whole', async () => {
  const values = { ...cells.defaultParameters, creditCap: 5n, maxHolds: 3, maxFeeShareBps: 10_000 };
  await world.enact(join(change.setParameters(cells.parameters(values))));

  assert.deepEqual(await world.parameters(), values);
});

test('parameters with a fee share above one are refused', async () => {
  await refusedWhenApplied(404, join(change.setParameters(cells.parameters({ ...cells.defaultParameters, maxFeeShareBps: 10_001 }))));
});

test('incentives come and go with the parameters', async () => {
  const values = { auditBps: 10_000, coldBonusBps: 200, coldProviders: 0xffff, earlyBonusBps: 10_000, earlyUntil: 0xffffffff, epochSeconds: 3_600 };
  assert.deepEqual(await world.incentives(), cells.noIncentives);
  await world.enact(join(change.setParameters(cells.parameters({ ...cells.defaultParameters, incentives: values }))));
  assert.deepEqual([await world.parameters(), await world.incentives()], [cells.defaultParameters, values]);
  await world.enact(join(change.setParameters(cells.parameters(cells.defaultParameters))));

  assert.deepEqual(await world.incentives(), cells.noIncentives);
});

test('a registry of the release before is upgraded, keeps its parameters and has no incentives until they are set', async () => {
  const vector = new URL('../../tests/Contracts.Ton/Vectors/registry-0.2.json', import.meta.url);
  const old = await RegistryWorld.create(Cell.fromBase64(JSON.parse(readFileSync(vector, 'utf8')).code));
  await old.enact(join(change.upgrade(codeOf('registry'))));
  assert.deepEqual([await old.parameters(), await old.incentives()], [cells.defaultParameters, cells.noIncentives]);
  const incentives = { ...cells.noIncentives, auditBps: 7 };
  await old.enact(join(change.setParameters(cells.parameters({ ...cells.defaultParameters, incentives }))));

  assert.deepEqual(await old.incentives(), incentives);
});

for (const share of ['auditBps', 'coldBonusBps', 'earlyBonusBps']) {
  test(`incentives with a share above one are refused: ${share}`, async () => {
    const incentives = { ...cells.noIncentives, [share]: 10_001 };
    await refusedWhenApplied(404, join(change.setParameters(cells.parameters({ ...cells.defaultParameters, incentives }))));
  });
}

test('parameters with anything but incentives behind them are refused', async () => {
  const rules = () => cells.parameters(cells.defaultParameters).asBuilder();
  const incentives = cells.incentives(cells.noIncentives);
  const wrong = [
    rules().storeBit(false), rules().storeRef(beginCell()), rules().storeRef(incentives).storeRef(incentives),
    rules().storeRef(incentives).storeBit(true), rules().storeRef(incentives.asBuilder().storeBit(true)),
  ];
  for (const cell of wrong) await refusedWhenApplied(9, join(change.setParameters(cell.endCell())));
});

test('the fee may be all of a charge and not more', async () => {
  await world.enact(join(change.setFee(10_000)));
  assert.equal((await world.state()).feeBps, 10_000);
  await refusedWhenApplied(404, join(change.setFee(10_001)));
});

test('vaults are set and removed by their index', async () => {
  await world.enact(join(change.setVault(0, addressFrom(1)), change.setVault(7, addressFrom(2))));
  assert.deepEqual([await world.vault(0), await world.vault(7)], [addressFrom(1).toRawString(), addressFrom(2).toRawString()]);
  await world.enact(join(change.setVault(0, null)));

  assert.deepEqual([await world.vault(0), await world.vault(7)], [null, addressFrom(2).toRawString()]);
});

test('the market key is replaced', async () => {
  await world.enact(join(change.setMarketKey(99n << 100n)));
  assert.equal((await world.state()).marketKey, 99n << 100n);
});

const smallOrder = [
  '00'.repeat(32), `01${'00'.repeat(31)}`,
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  `ec${'ff'.repeat(30)}7f`, `ed${'ff'.repeat(30)}7f`, `ee${'ff'.repeat(30)}7f`,
];
for (const point of smallOrder) {
  test(`a market key of small order is refused in both sign forms: ${point.slice(0, 8)}`, async () => {
    for (const sign of [0n, 0x80n]) await refusedWhenApplied(405, join(change.setMarketKey(BigInt(`0x${point}`) | sign)));
  });
}

test('a new owner rules from the next message on, and the old one no longer', async () => {
  await world.enact(join(change.setOwner(world.stranger.address)));

  await refused(401, () => world.announce(join(change.setFee(1))));
  const [announced] = await world.announce(join(change.setFee(1)), { from: world.stranger });
  assert.equal(exitCodeOf(announced), 0);
});

test('an upgrade replaces the code and keeps the data', async () => {
  await world.enact(join(change.upgrade(codeOf('vault')), change.setFee(1)));

  const { account } = (await world.chain.getContract(world.registry)).account;
  assert.deepEqual(account.storage.state.state.code.hash(), codeOf('vault').hash());
  assert.equal(account.storage.state.state.data.beginParse().skip(32).loadUint(16), 1);
});

test('sixteen parts apply together and count as one version', async () => {
  const parts = Array.from({ length: 16 }, (_, i) => change.setMeasurement(BigInt(i), allowed));
  const [applied] = await world.enact(join(...parts));

  assert.equal(computeOf(applied).success, true);
  assert.deepEqual((await world.lists()).measurements.keys(), parts.map((_, i) => BigInt(i)));
  assert.equal((await world.state()).version, 1);
});

test('seventeen parts are refused', async () => {
  await refusedWhenApplied(403, join(...Array.from({ length: 17 }, (_, i) => change.setFee(i))));
});

test('parts apply all or none, in their order', async () => {
  await refusedWhenApplied(405, join(change.setFee(1), change.setMarketKey(0n)));
  await world.enact(join(change.setFee(1), change.setFee(2)));

  assert.equal((await world.state()).feeBps, 2);
});

test('an unknown change is refused', async () => {
  await refusedWhenApplied(402, beginCell().storeUint(0x52430099, 32).storeBit(false).endCell());
});

test('a measurement is revoked at once, and the version says that something changed', async () => {
  await world.enact(join(change.setMeasurement(image, allowed)));
  const [revoked] = await world.revoke(image);

  assert.equal(exitCodeOf(revoked), 0);
  assert.equal(await world.measurement(image), null);
  assert.equal((await world.state()).version, 2);
});

test('a stranger can not revoke', async () => {
  await world.enact(join(change.setMeasurement(image, allowed)));
  await refused(401, () => world.revoke(image, { from: world.stranger }));
});

test('revoking what is not allowed anyway is refused', async () => {
  await refused(406, () => world.revoke(image));
});

test('a removal that a Revoke forestalled does not keep the other parts from being applied', async () => {
  await world.enact(join(change.setMeasurement(image, allowed)));
  const removal = join(change.removeMeasurement(image), change.setFee(9));
  await world.announce(removal);
  await world.revoke(image);
  world.chain.now += delay;
  await world.apply(removal);

  assert.equal((await world.state()).feeBps, 9);
});

test('an unknown message is refused and the money returned', async () => {
  await refused(65535, () => world.tell(beginCell().storeUint(0xdeadbeef, 32).endCell()));
});

test('anyone may pay for storage, and it stays', async () => {
  const before = await world.balance(world.registry);
  const [received] = await world.send(world.stranger, world.registry, toNano('1'), beginCell().endCell());

  assert.equal(await world.balance(world.registry), before + toNano('1') - received.totalFees.coins);
});

test('what a message leaves over comes back, and the balance stays as it was', async () => {
  await world.send(world.stranger, world.registry, toNano('1'), beginCell().endCell());
  const before = await world.balance(world.registry);
  const [, excess] = await world.announce(join(change.setFee(3)));

  const body = excess.inMessage.body.beginParse();
  assert.deepEqual([body.loadUint(32), body.loadUintBig(64)], [0xd53276db, 1n]);
  assert.ok(excess.inMessage.info.value.coins > toNano('0.18'));
  assert.equal(await world.balance(world.registry), before);
});

test('a balance below the reserve is filled up by the next message', async () => {
  world.chain.now += 9 * 365 * 86_400;
  await refused(401, () => world.announce(join(change.setFee(3)), { from: world.stranger }));
  assert.ok(await world.balance(world.registry) < reserve);
  await world.announce(join(change.setFee(3)));

  assert.equal(await world.balance(world.registry), reserve);
});

test('the least value that a change is accepted with carries it out whole, and less is refused', async () => {
  const cell = join(...Array.from({ length: 16 }, (_, i) => change.setModel(BigInt(i), cells.model(offer))));
  await world.announce(cell);
  world.chain.now += delay;
  const before = await world.state();
  const [transaction] = await sendLeast(world,
    value => world.apply(cell, { value }),
    async () => assert.deepEqual(await world.state(), before));

  assert.equal(transaction.description.actionPhase.success, true);
  assert.ok(await world.balance(world.registry) >= reserve);
  assert.equal((await world.lists()).models.size, 16);
});

test('balances and fees add up to the same sum, to the nano', async () => {
  const before = totalMoney(world);
  await world.enact(join(change.setMeasurement(image, allowed), change.setFee(2)));
  await world.revoke(image);
  await world.revoke(image);
  await world.announce(join(change.setFee(1)), { from: world.stranger });

  assert.equal(totalMoney(world), before);
});
