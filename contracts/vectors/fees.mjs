// The sandbox's price parameters, and what its executor charged for transactions under them.
import { Cell, Dictionary, toNano } from '@ton/core';
import { readMessage, readTransaction } from '../localchain/cells.mjs';
import { addressFrom, World } from '../tests/support/world.mjs';
import { base64 } from './common.mjs';

export async function feeVectors() {
  const world = await World.create();
  const config = Cell.fromBase64(world.chain.configBase64 ?? base64(world.chain.config)).beginParse().loadDictDirect(Dictionary.Keys.Int(32), Dictionary.Values.Cell());
  const steps = [];
  const watch = async step => { const from = world.transactions.length; await step(); steps.push(...world.transactions.slice(from)); };
  await watch(() => world.topUp(toNano('5')));
  await watch(() => world.claim({ amount: toNano('2'), seqno: 1 }));
  world.chain.now += 86_400 * 365;
  const stored = await storageOf(world, world.channel);
  await watch(() => world.claim({ amount: toNano('3'), seqno: 2 }));
  const storage = steps.filter(transaction => transaction.description.storagePhase?.storageFeesCollected > 1000n && transaction.address === BigInt(`0x${world.channel.hash.toString('hex')}`))
    .map(transaction => ({ ...stored, seconds: transaction.now - stored.lastPaid, fee: transaction.description.storagePhase.storageFeesCollected }));
  await watch(() => world.pay({ payouts: Array.from({ length: 40 }, (_, i) => ({ to: addressFrom(100 + i), value: 10_000_000n + BigInt(i) })) }));
  return {
    params: Object.fromEntries([18, 20, 21, 24, 25].map(number => [number, base64(config.get(number))])),
    gas: steps.filter(({ description }) => description.computePhase.type === 'vm').map(({ description }) => ({ used: description.computePhase.gasUsed, fee: description.computePhase.gasFees })),
    messages: steps.flatMap(transaction => readTransaction(transaction.raw).outMessages.map(cell => ({
      boc: base64(cell), left: readMessage(cell).info.forwardFee, total: transaction.outMessagesCount === 1 ? transaction.description.actionPhase?.totalFwdFees ?? null : null,
    }))),
    imports: steps.filter(({ inMessage }) => inMessage.info.type === 'external-in').map(transaction => ({ boc: base64(transaction.raw.refs[0].refs[0]), fee: importFee(transaction) })),
    storage,
  };
}

const importFee = ({ totalFees, description }) =>
  totalFees.coins - (description.storagePhase?.storageFeesCollected ?? 0n) - description.computePhase.gasFees - (description.actionPhase?.totalActionFees ?? 0n);

async function storageOf(world, address) {
  const { account } = (await world.chain.getContract(address)).account;
  return { bits: Number(account.storageStats.used.bits), cells: Number(account.storageStats.used.cells), lastPaid: account.storageStats.lastPaid };
}
