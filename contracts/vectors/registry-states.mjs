// The data of a registry and of a stake as the executor leaves it, and what the get-methods say of it.
import { toNano } from '@ton/core';
import { appealTimeout, ProviderWorld, slashDelay, unbondingDelay } from '../tests/support/provider-world.mjs';
import * as cells from '../tests/support/registry-cells.mjs';
import { delay, RegistryWorld } from '../tests/support/registry-world.mjs';
import { account, base64 } from './common.mjs';

const text = number => number.toString(16).padStart(64, '0');
const dataOf = async (world, address) => base64((await world.chain.getContract(address)).accountState.state.data);
const { change } = cells;

export async function registryStates() {
  const world = await RegistryWorld.create();
  const states = [];
  const pending = [];
  const note = async name => {
    const { marketKey, pending: count, ...state } = await world.state();
    const lists = await world.lists();
    const measurements = [...lists.measurements].map(([hash, allowed]) => ({ hash: text(hash), ...allowed }));
    const models = await Promise.all([...lists.models].map(async ([hash]) => {
      const { weightHash, ...prices } = await world.model(hash);
      return { hash: text(hash), weightHash: text(weightHash), ...prices };
    }));
    const vaults = [...lists.vaults].map(([index, vault]) => ({ index, vault: vault.toRawString() }));
    const announced = await Promise.all(pending.map(async cell => ({ hash: cell.hash().toString('hex'), eta: await world.pending(cell) })));
    states.push({
      name, data: await dataOf(world, world.registry), ...state, marketKey: text(marketKey), count, parameters: await world.parameters(), incentives: await world.incentives(),
      measurements, models, vaults, pending: announced.filter(({ eta }) => eta !== 0),
    });
  };
  const announce = async cell => {
    pending.push(cell);
    await world.announce(cell);
  };
  await note('new');

  const model = number => cells.model({ weightHash: BigInt(number), prompt: toNano('0.1'), cachedPrompt: 1n, completion: toNano('0.4'), reasoning: 0n });
  const first = cells.join(
    change.setMeasurement(1n, { role: 0, tier: 2, notAfter: 1_900_000_000 }), change.setMeasurement(1n << 255n, { role: 1, tier: 3, notAfter: 0xffffffff }),
    change.setModel(5n, model(50)), change.setModel(6n, model(60)), change.setVault(1, account(31)), change.setVault(0, account(30)), change.setFee(250));
  await announce(first);
  world.chain.now += 60;
  const incentives = { auditBps: 10_000, coldBonusBps: 200, coldProviders: 3, earlyBonusBps: 100, earlyUntil: 0xffffffff, epochSeconds: 3_600 };
  const second = cells.join(change.setParameters(cells.parameters({ ...cells.defaultParameters, maxHolds: 0xffff, minReserve: 1n, incentives })));
  await announce(second);
  await note('announced');

  world.chain.now += delay;
  await world.apply(first);
  await note('applied');
  await world.revoke(1n);
  await note('revoked');
  world.chain.now += 60;
  await world.apply(second);
  await note('incentives');
  return states;
}

export async function stakeStates() {
  const world = await ProviderWorld.create();
  const states = [];
  const note = async name => {
    const { slash, ...state } = await world.state();
    const evidence = await Promise.all([1n, 2n, 3n].map(async hash => ({ hash: text(hash), ...await world.evidence(hash) })));
    states.push({
      name, data: await dataOf(world, world.provider), ...state, evidence: evidence.filter(({ used }) => used),
      slash: slash && { ...slash, evidence: text(slash.evidence), statement: text(slash.statement) },
    });
  };
  await world.stake(toNano('10'));
  await note('staked');
  await world.startUnbond(toNano('4'));
  await note('unbonding');
  await world.announceSlash(toNano('1'), 1n);
  await note('a slash is announced');
  await world.appeal();
  await note('appealed');
  await world.resolve(false, 1n);
  await note('rejected');
  await world.announceSlash(toNano('3'), 2n);
  world.chain.now += slashDelay;
  await world.setPayee(world.beneficiary, { refuses: true });
  await world.executeSlash(2n);
  await note('executed, and the beneficiary refuses');
  await world.payOwed(true);
  await world.announceSlash(toNano('0.5'), 3n);
  await world.appeal();
  world.chain.now += Math.max(unbondingDelay, appealTimeout + 1);
  await world.lapseSlash();
  await world.finishUnbond();
  await note('lapsed and unbonded');
  return states;
}
