// Random lives of a stake against a model that knows nothing of cells.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { totalMoney } from './support/assertions.mjs';
import * as cells from './support/registry-cells.mjs';
import { appealTimeout, ProviderWorld, reserve, slashDelay, unbondingDelay } from './support/provider-world.mjs';
import { randomFrom, rentOf, strandedOf } from './support/stage.mjs';
import { exitCodeOf } from './support/world.mjs';
import { count } from './support/lives.mjs';

const stepsPerSequence = 7;
const value = 300_000_000n;
const bounceGasFee = 2_000_000n;        // BOUNCE_GAS at the sandbox's prices
const waits = [0, 0, 0, 1, slashDelay, appealTimeout + 1, unbondingDelay];

const newModel = () => ({ staked: 0n, unbonding: 0n, unbondAt: 0, owedToOwner: 0n, owedToBeneficiary: 0n, used: new Set(), slash: null });

/** name -> (random, model) => { by, body, act: now => exit code }; `act` changes the model when it returns 0. */
const steps = {
  stake(random, model) {
    const amount = BigInt(random(3)) * 30_000_000n;
    return {
      by: 'owner', value: value + amount, body: cells.stake(1n, amount),
      act() {
        if (amount === 0n) return 511;
        model.staked += amount;
        return 0;
      },
    };
  },
  startUnbond(random, model) {
    const amount = part(random, model.staked);
    return {
      by: 'owner', only: 501, body: cells.startUnbond(1n, amount),
      act(now) {
        if (amount === 0n) return 511;
        if (model.unbonding > 0n) return 513;
        if (amount > model.staked) return 512;
        model.staked -= amount;
        model.unbonding = amount;
        model.unbondAt = now + unbondingDelay;
        return 0;
      },
    };
  },
  finishUnbond: (random, model) => ({
    by: 'owner', only: 501, body: cells.finishUnbond(1n),
    act(now) {
      if (model.unbonding === 0n) return 514;
      if (now < model.unbondAt) return 515;
      const free = model.staked + model.unbonding - (model.slash?.amount ?? 0n);
      const leaving = free < model.unbonding ? free : model.unbonding;
      if (leaving === 0n) return 516;
      leaveUnbonding(model, leaving);
      return 0;
    },
  }),
  announceSlash(random, model) {
    const amount = part(random, model.staked + model.unbonding);
    const evidence = BigInt(random(5));
    return {
      by: 'slasher', only: 502, body: cells.announceSlash(1n, amount, evidence),
      act(now) {
        if (amount === 0n) return 511;
        if (model.slash) return 517;
        if (amount > model.staked + model.unbonding) return 512;
        if (model.used.has(evidence)) return 518;
        model.slash = { evidence, amount, executeAt: now + slashDelay, appealedAt: 0, statement: 0n };
        return 0;
      },
    };
  },
  appeal: (random, model) => ({
    by: 'owner', only: 501, body: cells.appeal(1n, 8n),
    act(now) {
      if (!model.slash) return 520;
      if (model.slash.appealedAt) return 522;
      Object.assign(model.slash, { appealedAt: now, statement: 8n });
      return 0;
    },
  }),
  resolve(random, model) {
    const evidence = evidenceNear(random, model);
    const upheld = random(2) === 0;
    return {
      by: 'arbiter', only: 503, body: cells.resolve(1n, evidence, upheld),
      act(now) {
        if (model.slash?.evidence !== evidence) return 520;
        if (!model.slash.appealedAt) return 523;
        if (now > model.slash.appealedAt + appealTimeout) return 524;
        return endSlash(model, upheld);
      },
    };
  },
  executeSlash(random, model) {
    const evidence = evidenceNear(random, model);
    return {
      by: 'stranger', body: cells.executeSlash(1n, evidence),
      act(now) {
        if (model.slash?.evidence !== evidence) return 520;
        if (model.slash.appealedAt) return 522;
        if (now < model.slash.executeAt) return 521;
        return endSlash(model, true);
      },
    };
  },
  withdrawSlash(random, model) {
    const evidence = evidenceNear(random, model);
    return {
      by: 'slasher', only: 502, body: cells.withdrawSlash(1n, evidence),
      act() {
        if (model.slash?.evidence !== evidence) return 520;
        model.slash = null;
        return 0;
      },
    };
  },
  lapseSlash: (random, model) => ({
    by: 'stranger', body: cells.lapseSlash(1n),
    act(now) {
      if (!model.slash) return 520;
      if (!model.slash.appealedAt) return 523;
      if (now <= model.slash.appealedAt + appealTimeout) return 525;
      return endSlash(model, false);
    },
  }),
  payOwed(random, model) {
    const book = random(2) === 0 ? 'owedToOwner' : 'owedToBeneficiary';
    return {
      by: 'stranger', body: cells.payOwed(1n, book === 'owedToBeneficiary'),
      act() {
        if (model[book] === 0n) return 526;
        model[book] = 0n;
        return 0;
      },
    };
  },
};
const stepNames = Object.keys(steps);

/** None, some, all, or one more than all. */
const part = (random, whole) => [0n, whole / 3n, whole, whole, whole + 1n][random(5)];

const evidenceNear = (random, model) => model.slash && random(5) > 0 ? model.slash.evidence : BigInt(random(5));

function leaveUnbonding(model, amount) {
  model.unbonding -= amount;
  if (model.unbonding === 0n) model.unbondAt = 0;
}

function endSlash(model, upheld) {
  const { amount, evidence } = model.slash;
  model.slash = null;
  model.used.add(evidence);
  if (!upheld) return 0;
  const fromUnbonding = amount < model.unbonding ? amount : model.unbonding;
  leaveUnbonding(model, fromUnbonding);
  model.staked -= amount - fromUnbonding;
  return 0;
}

/** What came back is owed again: at least what was paid. */
function takeBack(world, model, transactions) {
  const back = transactions.find(({ inMessage: { info } }) => info.bounced && info.dest.equals(world.provider));
  if (!back) return false;
  const book = back.inMessage.info.src.equals(world.owner) ? 'owedToOwner' : 'owedToBeneficiary';
  model[book] += back.inMessage.info.value.coins - bounceGasFee;
  return true;
}

async function step(world, random, model) {
  world.chain.now += waits[random(waits.length)];
  const { by, only, body, act, value: given = value } = steps[stepNames[random(stepNames.length)]](random, model);
  const intruder = only !== undefined && random(8) === 0;
  const from = intruder ? world.stranger : world[by];
  const held = await world.balance(world.provider);
  const debt = books(model);

  const transactions = await world.tell(from, body, given);

  const [transaction] = transactions;
  assert.equal(exitCodeOf(transaction), intruder ? only : act(world.chain.now));
  const balance = await world.balance(world.provider);
  if (exitCodeOf(transaction) !== 0) {
    assert.equal(balance, held - rentOf(transaction) + strandedOf(transaction));
  } else if (takeBack(world, model, transactions)) {
    assert.ok(balance >= books(model) + reserve && books(model) >= debt, 'nothing is lost on a journey in vain');
  } else {
    assert.equal(balance, books(model) + reserve);
  }
  return given;
}

const books = ({ staked, unbonding, owedToOwner, owedToBeneficiary }) => staked + unbonding + owedToOwner + owedToBeneficiary;

async function live(world, random) {
  const model = { ...newModel(), staked: 100_000_000n };
  for (const payee of [world.owner, world.beneficiary]) await world.setPayee(payee, { refuses: random(4) === 0 });
  const before = totalMoney(world);
  let injected = 0n;
  for (let i = 0; i < stepsPerSequence; i++) injected += await step(world, random, model);
  const { used, ...rest } = model;
  assert.deepEqual(await world.state(), { ...rest, usedCount: used.size });
  assert.equal(totalMoney(world), before + injected);
}

test(`${count} random lives go as the model says, and no nano is lost or made`, async () => {
  const world = await ProviderWorld.create();
  await world.stake(100_000_000n);
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
