// What the registry and a provider's stake cost, measured at full prices. bench/gas.mjs prints all contracts' rows.
import { fromNano } from '@ton/core';
import * as cells from '../tests/support/registry-cells.mjs';
import { ProviderWorld, appealTimeout, slashDelay, unbondingDelay } from '../tests/support/provider-world.mjs';
import { delay, RegistryWorld } from '../tests/support/registry-world.mjs';
import { gasOf } from '../tests/support/world.mjs';

const { change, join } = cells;
const allowed = { role: 1, tier: 3, notAfter: 1_900_000_000 };
const offer = cells.model({ weightHash: 7n, prompt: 200_000_000n, cachedPrompt: 50_000_000n, completion: 800_000_000n, reasoning: 900_000_000n });

/** [{ name, gas, ton }]: gas of the contract's own transaction; TON of it and of what it sends, without storage fees. */
export async function registryRows() {
  return [...await registrySteps(), ...await providerSteps()].map(([name, [transaction]]) => ({
    name, gas: Number(gasOf(transaction)), ton: fromNano(feesOf(transaction)),
  }));
}

function feesOf({ totalFees, description, outMessages }) {
  const forwarding = [...outMessages.values()].reduce((sum, { info }) => sum + info.forwardFee, 0n);
  return totalFees.coins - (description.storagePhase?.storageFeesCollected ?? 0n) + forwarding;
}

async function registrySteps() {
  const world = await RegistryWorld.create();
  const one = join(change.setMeasurement(1n, allowed));
  const sixteen = join(...Array.from({ length: 16 }, (_, i) => change.setModel(BigInt(i), offer)));
  const steps = [
    ['registry: Announce', await world.announce(one)],
    ['registry: Announce refused from a stranger', await world.announce(one, { from: world.stranger })],
  ];
  await world.announce(sixteen);
  await world.announce(join(change.setFee(1)));
  steps.push(['registry: Cancel', await world.cancel(join(change.setFee(1)))]);
  world.chain.now += delay;
  steps.push(['registry: Apply of 1 part', await world.apply(one)]);
  steps.push(['registry: Apply of 16 parts', await world.apply(sixteen)]);
  steps.push(['registry: Revoke', await world.revoke(1n)]);
  return steps;
}

async function providerSteps() {
  const world = await ProviderWorld.create();
  const amount = 1_000_000_000n;
  const steps = [
    ['provider: first Stake', await world.stake(10n * amount)],
    ['provider: Stake', await world.stake(amount)],
    ['provider: StartUnbond', await world.startUnbond(amount)],
  ];
  world.chain.now += unbondingDelay;
  steps.push(['provider: FinishUnbond', await world.finishUnbond()]);
  steps.push(['provider: AnnounceSlash', await world.announceSlash(amount, 1n)]);
  steps.push(['provider: WithdrawSlash', await world.withdrawSlash(1n)]);
  await world.announceSlash(amount, 1n);
  world.chain.now += slashDelay;
  steps.push(['provider: ExecuteSlash', await world.executeSlash(1n)]);
  await world.announceSlash(amount, 2n);
  steps.push(['provider: Appeal', await world.appeal()]);
  steps.push(['provider: Resolve, upheld', await world.resolve(true, 2n)]);
  await world.announceSlash(amount, 3n);
  await world.appeal();
  world.chain.now += appealTimeout + 1;
  steps.push(['provider: LapseSlash', await world.lapseSlash()]);
  await world.setPayee(world.beneficiary, { refuses: true });
  await world.announceSlash(amount, 4n);
  world.chain.now += slashDelay;
  const paid = await world.executeSlash(4n);
  steps.push(['provider: payment taken back', paid.filter(({ inMessage: { info } }) => info.bounced)]);
  await world.setPayee(world.beneficiary, { refuses: false });
  steps.push(['provider: PayOwed', await world.payOwed(true)]);
  return steps;
}
