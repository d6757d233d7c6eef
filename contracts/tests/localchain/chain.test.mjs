import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { beginCell, Cell, contractAddress, external, internal, SendMode, toNano } from '@ton/core';
import { Chain } from '../../localchain/chain.mjs';
import { Journal } from '../../localchain/journal.mjs';
import { loadConfig } from '../../localchain/config.mjs';
import { batch, signedBatch, vaultData, vaultDomain } from '../support/cells.mjs';
import { bocOf, LocalChain, temporaryDirectory, transferBoc, wallet } from '../support/localchain.mjs';
import { addressFrom, codeOf, exitDelay, genesis, keyPair, networkId, timelock } from '../support/world.mjs';

const operator = keyPair(1);
const payee = addressFrom(77);

/** A chain whose clock stands still and whose records are kept in a list. */
async function chainInMemory(prices, records = []) {
  const kept = [...records];
  const journal = { append: record => kept.push(JSON.parse(JSON.stringify(record))) };
  const chain = await Chain.open({ config: await loadConfig(prices), prices, journal, records, hostSeconds: () => genesis });
  return { chain, records: kept };
}

const send = (chain, boc) => chain.sendExternal(Cell.fromBase64(boc), Buffer.from(boc, 'base64').length);
const transfer = seqno => transferBoc({ seqno, to: payee, value: toNano('0.01'), timeout: genesis + 60 });
const balance = (chain, address) => chain.account(address).account.storage.balance.coins;

test('running the journal\'s messages again gives the same transactions', async () => {
  const { chain, records } = await chainInMemory('full');
  await chain.faucet(wallet.address, toNano('10'));
  await send(chain, transfer(0));
  await chain.addTime(30);
  await send(chain, transfer(1));

  const second = await chainInMemory('full');
  for (const record of records) {
    if (record.kind === 'time') await second.chain.addTime(record.offset);
    if (record.kind === 'external') await send(second.chain, record.boc);
  }
  assert.deepEqual(second.records, records);
});

test('a chain that was opened from records goes on as the one that wrote them', async () => {
  const first = await chainInMemory('full');
  await first.chain.faucet(wallet.address, toNano('10'));
  await send(first.chain, transfer(0));
  const second = await chainInMemory('full', first.records);

  assert.deepEqual(await send(second.chain, transfer(1)), await send(first.chain, transfer(1)));
});

test('a message whose record cannot be written has no effect', async () => {
  const { chain, records } = await chainInMemory('full');
  await chain.faucet(wallet.address, toNano('10'));
  const journal = { append: () => { throw new Error('disk full'); } };
  const broken = await Chain.open({ config: await loadConfig('full'), prices: 'full', journal, records, hostSeconds: () => genesis });

  await assert.rejects(send(broken, transfer(0)), /disk full/);
  assert.equal(balance(broken, wallet.address), toNano('10'));
  assert.equal(broken.transactionsOf(wallet.address).length, 1);
});

test('messages that come at once are run one after the other', async () => {
  const { chain } = await chainInMemory('full');
  await chain.faucet(wallet.address, toNano('10'));
  const results = await Promise.allSettled([0, 1, 1, 2].map(seqno => send(chain, transfer(seqno))));

  assert.deepEqual(results.map(({ status }) => status), ['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  assert.equal(balance(chain, payee), toNano('0.03'));
});

test('--prices cut divides gas and forward prices by six', async () => {
  const costs = {};
  for (const prices of ['full', 'cut']) {
    const { chain } = await chainInMemory(prices);
    await chain.faucet(wallet.address, toNano('10'));
    await send(chain, transfer(0));
    costs[prices] = Number(toNano('9.99') - balance(chain, wallet.address));
  }
  assert.ok(Math.abs(costs.full / costs.cut - 6) < 0.01, JSON.stringify(costs));
});

test('2,000 transactions are back after a restart', async t => {
  const state = temporaryDirectory(t);
  const { journal, records } = Journal.open(join(state, 'journal.log'));
  const chain = await Chain.open({ config: await loadConfig('full'), prices: 'full', journal, records });
  const init = { code: codeOf('vault'), data: vaultData({ operatorKey: operator.publicKey, networkId, owner: wallet.address, timelock, exitDelay }) };
  const vault = contractAddress(0, init);
  await chain.faucet(wallet.address, toNano('100'));
  await chain.faucet(vault, toNano('100'));
  await send(chain, deployVault(vault, init, chain.now));
  for (let seqno = 0; seqno < 8; seqno++) {
    const payouts = Array.from({ length: 254 }, (_, i) => ({ to: addressFrom(i), value: toNano('0.01') }));
    const signed = signedBatch(batch({ domain: vaultDomain({ networkId, owner: wallet.address }), seqno, validUntil: chain.now + 60, payouts }), operator.secretKey);
    assert.equal((await send(chain, bocOf(external({ to: vault, body: signed })))).length, 255);
  }
  const { transactions } = chain.stats;
  journal.close();

  assert.ok(transactions >= 2_000);
  const restarted = await LocalChain.start(t, state);
  assert.equal((await restarted.get('/dev/health')).result.transactions, transactions);
});

function deployVault(vault, init, now) {
  const body = wallet.createTransfer({
    seqno: 0, secretKey: keyPair(7).secretKey, timeout: now + 60, sendMode: SendMode.PAY_GAS_SEPARATELY,
    messages: [internal({ to: vault, value: toNano('0.1'), init, body: beginCell().endCell(), bounce: false })],
  });
  return bocOf(external({ to: wallet.address, init: wallet.init, body }));
}
