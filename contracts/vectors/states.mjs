// The data of a channel and of a vault as the executor leaves it, and what the get-methods say of it.
import { toNano } from '@ton/core';
import { addressFrom, exitDelay, grace, keyPair, World } from '../tests/support/world.mjs';
import { base64 } from './common.mjs';

const dataOf = async (world, address) => base64((await world.chain.getContract(address)).accountState.state.data);
const keyText = number => number.toString(16).padStart(64, '0');

export async function channelStates() {
  const world = await World.create();
  const states = [];
  const note = async name => {
    const { voucherKey, nextKey, marketKey, ...state } = await world.channelState();
    states.push({ name, data: await dataOf(world, world.channel), ...state, voucherKey: keyText(voucherKey), marketKey: keyText(marketKey), nextKey: nextKey === 0n ? null : keyText(nextKey) });
  };
  await world.topUp(toNano('10'));
  await note('deposited');
  await world.claim({ amount: toNano('2'), seqno: 1 });
  await world.withdraw({ total: toNano('3') });
  await note('claimed and withdrawn');
  await world.changeVoucherKey(keyPair(42).publicKey);
  await note('another key is announced');
  world.chain.now += grace;
  await world.applyVoucherKey();
  await note('another key is in effect');
  await world.startClose();
  await note('closing');
  world.chain.now += grace;
  await world.finishClose();
  await note('closed');
  return states;
}

export async function vaultStates() {
  const world = await World.create();
  const states = [];
  const provider = addressFrom(7);
  const note = async name => {
    const { operatorKey, receiptRoot, earningsRoot, domain, ...state } = await world.vaultState();
    states.push({
      name, data: await dataOf(world, world.vault), ...state, domain: domain.toString(16).padStart(56, '0'), operatorKey: keyText(operatorKey),
      receiptRoot: keyText(receiptRoot), earningsRoot: keyText(earningsRoot), provider: provider.toRawString(), drawn: await world.drawn(provider),
    });
  };
  await note('new');
  const entries = [{ provider, earned: toNano('5'), guaranteed: toNano('0.25') }];
  const tree = await world.publish(entries);
  await note('after a batch');
  await world.pause(true);
  await note('paused');
  await world.startExit();
  await note('exit started');
  world.chain.now += exitDelay;
  await world.draw(tree, entries, 0);
  await note('drawn');
  await world.pause(false);
  await world.pay({ payouts: [], seqno: 2 });
  await note('the market is back');
  return states;
}
