// Each message with every value from next to nothing upwards: it works as a whole or changes nothing, and whatever it
// lacks, it does not take from the contract.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { beginCell, toNano } from '@ton/core';
import { change } from './support/vault-cells.mjs';
import { addressFrom, exitCodeOf, grace, keyPair, timelock, World } from './support/world.mjs';

const values = [1n, 50_000n, 300_000n, ...Array.from({ length: 48 }, (_, i) => 500_000n * BigInt(i + 1)), toNano('0.05'), toNano('0.1')];
const entries = Array.from({ length: 5 }, (_, i) => ({ provider: addressFrom(i + 1), earned: toNano('5'), guaranteed: toNano('1') }));

/** Each: what comes before, the message with a value, and by how much it may lower the contract's balance when it works. */
const channelMessages = {
  TopUp: { send: (world, value) => world.topUp(0n, { value }) },
  Claim: { send: (world, value) => world.claim({ amount: toNano('2'), seqno: 1 }, { value }), pays: toNano('2') },
  Withdraw: { send: (world, value) => world.withdraw({ total: toNano('3') }, { value }), pays: toNano('3') },
  StartClose: { send: (world, value) => world.startClose({ value }) },
  ChangeVoucherKey: { send: (world, value) => world.changeVoucherKey(keyPair(42).publicKey, { value }) },
  ApplyVoucherKey: {
    before: async world => {
      await world.changeVoucherKey(keyPair(42).publicKey);
      world.chain.now += grace;
    },
    send: (world, value) => world.applyVoucherKey({ value }),
  },
  CloseTogether: { send: (world, value) => world.closeTogether({ amount: toNano('4') }, { value }), pays: toNano('10') },
  FinishClose: {
    before: async world => {
      await world.startClose();
      world.chain.now += grace;
    },
    send: (world, value) => world.finishClose({ value }), pays: toNano('10'),
  },
};

const operator = change.setOperator(keyPair(42).publicKey);
const takeOut = change.takeOut(addressFrom(9), toNano('7'));
const announced = one => async world => {
  await world.announce(one);
  world.chain.now += timelock;
};
const vaultMessages = {
  'plain transfer': { send: (world, value) => world.tellVault(beginCell().endCell(), { value }) },
  Pause: { send: (world, value) => world.pause(true, { value }) },
  Announce: { send: (world, value) => world.announce(operator, { value }) },
  Cancel: { before: announced(operator), send: (world, value) => world.cancel(operator, { value }) },
  'Apply of SetOperator': { before: announced(operator), send: (world, value) => world.apply(operator, { value }) },
  'Apply of TakeOut': { before: announced(takeOut), send: (world, value) => world.apply(takeOut, { value }), pays: toNano('7') },
  StartExit: { send: (world, value) => world.startExit({ value }) },
  DrawEarnings: {
    before: async world => {
      world.tree = await world.publish(entries);
      await world.openExit();
    },
    send: (world, value) => world.draw(world.tree, entries, 1, {}, { value }), pays: toNano('1'),
  },
};

for (const [contract, messages] of [['channel', channelMessages], ['vault', vaultMessages]]) {
  for (const [name, { before, send, pays = 0n }] of Object.entries(messages)) {
    test(`${contract}: ${name} works as a whole or changes nothing, whatever its value`, async () => {
      const world = await World.create();
      await world.topUp(toNano('10'));
      await world.tellVault(beginCell().endCell(), { value: toNano('100') });
      await before?.(world);
      // Rent is told apart: it falls due here, once, and not again.
      await world.send(world.stranger, world[contract], toNano('0.1'), beginCell().storeUint(1, 8).endCell());

      const worked = [];
      for (const value of values) worked.push(await attempt(world, world[contract], () => send(world, value), pays));
      assert.equal(worked.at(-1), true, 'with 0.1 TON it works');
      assert.equal(worked[0], false, 'with one nano it does not');
      assert.ok(worked.lastIndexOf(false) < worked.indexOf(true), 'from some value on it works');
    });
  }
}

/** Whether the message worked; the chain is afterwards as before. */
async function attempt(world, address, send, pays) {
  const snapshot = world.chain.snapshot();
  const [data, balance] = [await dataOf(world, address), await world.balance(address)];
  const [transaction] = await send();
  const worked = transaction.description.actionPhase?.success === true && exitCodeOf(transaction) === 0;

  const after = await world.balance(address);
  assert.ok(after >= balance - (worked ? pays : 0n), `${balance - after} nano of the contract's money are gone`);
  if (!worked) assert.ok((await dataOf(world, address)).equals(data), 'the data changed');
  await world.chain.loadFrom(snapshot);
  return worked;
}

const dataOf = async (world, address) => (await world.chain.getContract(address)).accountState.state.data;
