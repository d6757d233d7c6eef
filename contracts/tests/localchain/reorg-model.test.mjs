// Random lives of a chain of blocks: whatever is undone, the chain is the one that it was at that block.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Cell, toNano } from '@ton/core';
import { Chain } from '../../localchain/chain.mjs';
import { loadConfig } from '../../localchain/config.mjs';
import { treasuryAddress } from '../../localchain/treasury.mjs';
import { randomFrom } from '../../localchain/weather.mjs';
import { transferBoc, wallet } from '../support/localchain.mjs';
import { addressFrom, genesis } from '../support/world.mjs';

const lives = 12;
const stepsPerLife = 40;
const payee = addressFrom(77);
const config = await loadConfig('full');

async function open(records, clock) {
  const kept = [...records];
  const journal = { append: record => kept.push(JSON.parse(JSON.stringify(record))) };
  const chain = await Chain.open({ config, prices: 'full', journal, records, hasBlocks: true, hostSeconds: () => clock.now });
  return { chain, records: kept };
}

/** Everything that a block decides. */
const view = chain => ({
  block: chain.block,
  accounts: [wallet.address, payee, treasuryAddress].map(address => ({
    state: chain.account(address).lastTransactionHash, transactions: chain.transactionsOf(address).map(({ hash }) => hash),
  })),
  transactions: chain.stats.transactions,
});

/** The wallet's next seqno, read from its data (a flag bit, then 32 bits); 0 before it is deployed. */
function seqnoOf(chain) {
  const state = chain.account(wallet.address).account?.storage.state;
  return state?.type === 'active' ? state.state.data.beginParse().skip(1).loadUint(32) : 0;
}

async function live(random) {
  const clock = { now: genesis };
  let { chain, records } = await open([], clock);
  await chain.faucet(wallet.address, toNano('10'));
  const views = [view(chain)];
  const steps = {
    async send() {
      const boc = transferBoc({ seqno: seqnoOf(chain), to: payee, value: toNano('0.01'), timeout: genesis + 1_000_000 });
      await chain.sendExternal(Cell.fromBase64(boc), 0);
    },
    async block() {
      clock.now += Math.floor(random() * 10);
      await chain.makeBlocks(1);
      views.push(view(chain));
    },
    async reorg() {
      const depth = 1 + Math.floor(random() * Math.min(8, views.length - 1));
      if (views.length === 1) return;
      await chain.reorganise(depth, () => random() < 0.5);
      views.length -= depth;
      assert.deepEqual(view(chain), views.at(-1));
    },
    async restart() {
      ({ chain, records } = await open(records, clock));
      assert.deepEqual(view(chain), views.at(-1));
    },
  };
  const names = ['send', 'send', 'send', 'block', 'block', 'block', 'reorg', 'restart'];
  for (let i = 0; i < stepsPerLife; i++) {
    await steps[names[Math.floor(random() * names.length)]]();
    // Blocks older than eight can not be undone any more; the faucet's is the ground below them.
    if (views.length > 9) views.splice(0, views.length - 9);
  }
  return { chain, records, clock };
}

test(`${lives} random lives with blocks, reorganisations and restarts`, async () => {
  for (let seed = 0; seed < lives; seed++) {
    try {
      const { chain, records, clock } = await live(randomFrom(seed));
      assert.deepEqual(view((await open(records, clock)).chain), view(chain));
    } catch (error) {
      error.message = `seed ${seed}: ${error.message}`;
      throw error;
    }
  }
});

test('a block whose record cannot be written has no effect, and its messages still wait', async () => {
  const clock = { now: genesis };
  const first = await open([], clock);
  await first.chain.faucet(wallet.address, toNano('10'));
  let broken = false;
  const journal = { append() { if (broken) throw new Error('disk full'); } };
  const chain = await Chain.open({ config, prices: 'full', journal, records: first.records, hasBlocks: true, hostSeconds: () => clock.now });
  const boc = transferBoc({ seqno: 0, to: payee, value: toNano('0.01'), timeout: genesis + 60 });
  await chain.sendExternal(Cell.fromBase64(boc), 0);
  const before = view(chain);
  broken = true;

  await assert.rejects(chain.makeBlocks(1), /disk full/);
  assert.deepEqual(view(chain), before);
  assert.equal(chain.stats.waiting, 1);
  broken = false;
  await chain.makeBlocks(1);
  assert.equal(chain.transactionsOf(payee).length, 1);
});
