// What the channel and the vault cost, measured. bench/gas.mjs prints the rows; docs/contracts.md holds them.
import { beginCell, toNano } from '@ton/core';
import { change } from '../tests/support/vault-cells.mjs';
import { addressFrom, gasOf, grace, keyPair, timelock, World } from '../tests/support/world.mjs';

const yearSeconds = 365 * 86_400;

/** [{ name, gas, nano, payouts? }]: gas of the contract's own transaction; nano of it and of what it sends, without rent. */
export async function marketRows(config) {
  return [...await channelRows(config), ...await vaultRows(config), ...await drawRows(config)];
}

/** [{ name, nano }]: rent of a year, of a contract as its first year leaves it. */
export async function rentRows(config) {
  const world = await World.create({ config });
  await world.topUp(toNano('10'));
  world.chain.now += yearSeconds;
  const [vault] = await world.pause(true);
  const [channel] = await world.claim({ amount: toNano('2'), seqno: 1 });
  await world.closeTogether({ amount: toNano('3') });
  world.chain.now += yearSeconds;
  const [closed] = await world.claim({ amount: toNano('3'), seqno: 1 });
  return [['channel: rent a year', channel], ['channel: rent a year, closed', closed], ['vault: rent a year', vault]]
    .map(([name, transaction]) => ({ name, nano: transaction.description.storagePhase.storageFeesCollected }));
}

const row = (name, [transaction]) => ({ name, gas: gasOf(transaction), nano: feesOf(transaction) });

function feesOf({ totalFees, description, outMessages }) {
  const forwarding = [...outMessages.values()].reduce((sum, { info }) => sum + info.forwardFee, 0n);
  return totalFees.coins - (description.storagePhase?.storageFeesCollected ?? 0n) + forwarding;
}

async function channelRows(config) {
  const world = await World.create({ config });
  const rows = [
    row('channel: first TopUp', await world.topUp(toNano('10'))),
    row('channel: TopUp', await world.topUp(toNano('10'))),
    row('channel: Claim', await world.claim({ amount: toNano('2'), seqno: 1 })),
    row('channel: Claim refused as replayed', await world.claim({ amount: toNano('2'), seqno: 1 })),
    row('channel: Claim refused as forged', await world.claim({ amount: toNano('3'), seqno: 2 }, { key: world.operator })),
    row('channel: Withdraw', await world.withdraw({ total: toNano('1') })),
    row('channel: ChangeVoucherKey', await world.changeVoucherKey(keyPair(42).publicKey)),
  ];
  world.chain.now += grace;
  rows.push(row('channel: ApplyVoucherKey', await world.applyVoucherKey()));
  rows.push(row('channel: StartClose', await world.startClose()));
  world.chain.now += grace;
  rows.push(row('channel: FinishClose', await world.finishClose()));

  const other = await World.create({ config, vaultDeployed: false });
  await other.topUp(toNano('10'));
  const [, , returned] = await other.claim({ amount: toNano('2'), seqno: 1 });
  rows.push(row('channel: ClaimPaid taken back', [returned]));
  rows.push(row('channel: CloseTogether', await other.closeTogether({ amount: toNano('3') })));
  return rows;
}

async function vaultRows(config) {
  const world = await World.create({ config });
  await world.topUp(toNano('10'));
  const [, paid] = await world.claim({ amount: toNano('2'), seqno: 1 });
  const rows = [
    row('vault: ClaimPaid received', [paid]),
    row('vault: plain transfer received', await world.tellVault(beginCell().endCell(), { value: toNano('100') })),
  ];
  for (const [seqno, count] of [0, 1, 4, 100, 254].entries()) {
    const payouts = Array.from({ length: count }, (_, i) => ({ to: addressFrom(i + 1), value: toNano('0.05') }));
    rows.push({ ...row(`vault: batch of ${count}`, await world.pay({ payouts, seqno })), payouts: count });
  }
  const operator = change.setOperator(keyPair(42).publicKey);
  rows.push(row('vault: Announce', await world.announce(operator)));
  world.chain.now += timelock;
  rows.push(row('vault: Apply of SetOperator', await world.apply(operator)));
  await world.announce(operator);
  rows.push(row('vault: Cancel', await world.cancel(operator)));
  rows.push(row('vault: Pause', await world.pause(true)));
  rows.push(row('vault: StartExit', await world.startExit()));
  return rows;
}

async function drawRows(config) {
  const rows = [];
  for (const count of [16, 1_024, 16_384]) {
    const world = await World.create({ config });
    await world.tellVault(beginCell().endCell(), { value: toNano('100') });
    const entries = Array.from({ length: count }, (_, i) => ({ provider: addressFrom(i % 256), earned: BigInt(i), guaranteed: toNano('1') + BigInt(i) }));
    const tree = await world.publish(entries);
    await world.openExit();
    rows.push(row(`vault: DrawEarnings of ${count.toLocaleString('en')} leaves`, await world.draw(tree, entries, 1)));
  }
  return rows;
}
