// Transactions of the sandbox: deployments, claims, refusals, bounces and a batch with many messages.
import { beginCell, toNano } from '@ton/core';
import { addressFrom, keyPair, World } from '../tests/support/world.mjs';

/** [{ transactions, balanceChanges: { account: nano } }], one for each message from outside. */
export async function transactionVectors() {
  const world = await World.create();
  const steps = [];
  const watch = async step => {
    const [from, before] = [world.transactions.length, balances(world)];
    await step();
    const after = balances(world);
    const balanceChanges = Object.fromEntries([...after].map(([account, coins]) => [account, coins - (before.get(account) ?? 0n)]).filter(([, change]) => change !== 0n));
    steps.push({ transactions: world.transactions.slice(from).map(vector), balanceChanges });
  };

  await watch(() => world.topUp(toNano('5')));
  await watch(() => world.topUp(toNano('1'), { value: toNano('0.5') })); // refused: returns
  await watch(() => world.claim({ amount: toNano('2'), seqno: 1 }));
  await watch(() => world.claim({ amount: toNano('2'), seqno: 1 })); // a replay
  await watch(() => world.claim({ amount: toNano('3'), seqno: 2 }, { key: keyPair(99) })); // forged
  world.chain.now += 86_400 * 30; // storage fees fall due
  await watch(() => world.claim({ amount: toNano('3'), seqno: 2 }));
  await watch(() => world.send(world.wallet, addressFrom(77), toNano('1'), beginCell().storeUint(1, 32).endCell())); // no code there: returns
  await watch(() => world.send(world.wallet, addressFrom(78), 1n, beginCell().endCell(), undefined, false));
  await watch(() => world.pay({ payouts: [{ to: addressFrom(100), value: 7n }] }));
  await watch(() => world.pay({ seqno: 1, payouts: Array.from({ length: 40 }, (_, i) => ({ to: addressFrom(100 + i), value: 10_000_000n + BigInt(i) })) }));
  return steps;
}

const rawOf = number => `0:${number.toString(16).padStart(64, '0')}`;

const balances = world => new Map(world.chain.snapshot().contracts.map(({ address, account }) => [address.toRawString(), account.account?.storage.balance.coins ?? 0n]));

function vector(transaction) {
  const { description, inMessage: { info, body } } = transaction;
  const compute = description.computePhase;
  const ran = compute.type === 'vm';
  return {
    account: rawOf(transaction.address), boc: transaction.raw.toBoc().toString('base64'), hash: transaction.hash().toString('hex'), lt: transaction.lt, time: transaction.now,
    fees: transaction.totalFees.coins,
    computeSucceeded: ran && compute.success, actionsSucceeded: description.actionPhase?.success ?? false, exitCode: ran ? compute.exitCode : 0,
    in: { ...messageOf(info), bodyHash: body.hash().toString('hex') },
    out: [...transaction.outMessages.values()].map(message => messageOf(message.info)),
  };
}

const messageOf = info => ({
  source: info.type === 'internal' ? info.src.toRawString() : null,
  destination: info.dest?.toRawString() ?? null,
  value: info.type === 'internal' ? info.value.coins : 0n,
  bounced: info.type === 'internal' && info.bounced,
});
