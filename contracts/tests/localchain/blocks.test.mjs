// Block time, mempool and reorganisations.
import assert from 'node:assert/strict';
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Cell, toNano } from '@ton/core';
import { LocalChain, temporaryDirectory, transferBoc, wallet } from '../support/localchain.mjs';
import { addressFrom } from '../support/world.mjs';

const payee = addressFrom(77);
const farFuture = 4_000_000_000;
const boc = seqno => transferBoc({ seqno, to: payee, value: toNano('0.01'), timeout: farFuture });
const hashOf = text => Cell.fromBase64(text).hash().toString('base64');

/** A chain with blocks made by hand, and a wallet with money. */
async function start(t, { state = temporaryDirectory(t), options = ['--block-time', 'manual'] } = {}) {
  const chain = await LocalChain.start(t, state, ...options);
  await chain.faucet(wallet.address, toNano('10'));
  return chain;
}

const send = (chain, seqno) => chain.call('sendBoc', { boc: boc(seqno) });
const makeBlock = async (chain, count = 1) => (await chain.post('/dev/block', { count })).result;
const reorg = (chain, body) => chain.post('/dev/reorg', body);
const seqnoOfBlock = async chain => (await chain.call('getMasterchainInfo')).last.seqno;
const received = async chain => (await chain.call('getTransactions', { address: payee.toRawString(), limit: 100 })).length;
const health = async chain => (await chain.get('/dev/health')).result;

/** What a client sees of both accounts, without the number and time of the block. */
async function view(chain) {
  const describe = async address => {
    const { block_id: block, sync_utime: time, ...state } = await chain.call('getAddressInformation', { address: address.toRawString() });
    return { state, transactions: await chain.call('getTransactions', { address: address.toRawString(), limit: 100 }) };
  };
  return { accounts: await Promise.all([wallet.address, payee].map(describe)), transactions: (await health(chain)).transactions };
}

test('a message shows nothing before its block, and everything after it', async t => {
  const chain = await start(t);
  const before = await view(chain);
  const number = await seqnoOfBlock(chain);
  await send(chain, 0);

  assert.deepEqual(await view(chain), before);
  assert.equal((await health(chain)).waiting, 1);
  assert.equal(await seqnoOfBlock(chain), number, 'no block, no number');
  assert.equal((await makeBlock(chain)).seqno, number + 1);
  assert.equal(await received(chain), 1);
  assert.equal((await health(chain)).waiting, 0);
});

test('the number counts blocks, empty ones included, and nothing else', async t => {
  const chain = await start(t);
  const number = await seqnoOfBlock(chain);
  await chain.post('/dev/time', { addSeconds: 1000 });
  await makeBlock(chain, 7);

  assert.equal(await seqnoOfBlock(chain), number + 7);
});

test('a message that would be refused now is refused at once, also when its predecessor only waits', async t => {
  const chain = await start(t);
  await send(chain, 0);
  const early = await chain.post('/api/v2/sendBoc', { boc: boc(1) });

  assert.equal(early.status, 500);
  assert.match(early.error, /External message was not accepted/);
});

test('the same message twice waits once', async t => {
  const chain = await start(t);
  await send(chain, 0);
  await send(chain, 0);

  assert.equal((await health(chain)).waiting, 1);
});

test('of two messages that exclude each other one is in the block, the other is dropped without a word', async t => {
  const chain = await start(t);
  await send(chain, 0);
  await chain.call('sendBoc', { boc: transferBoc({ seqno: 0, to: payee, value: toNano('5'), timeout: farFuture }) });
  await makeBlock(chain);

  assert.equal(await received(chain), 1);
  assert.equal((await health(chain)).waiting, 0);
});

test('a block is in the journal and the mempool is not: kill -9 keeps the one and loses the other', async t => {
  const state = temporaryDirectory(t);
  const chain = await start(t, { state });
  await send(chain, 0);
  await makeBlock(chain);
  await send(chain, 1);
  const before = await view(chain);
  const number = await seqnoOfBlock(chain);
  await chain.kill();

  const again = await LocalChain.start(t, state, '--block-time', 'manual');
  assert.deepEqual(await view(again), before);
  assert.equal(await seqnoOfBlock(again), number, 'the blocks go on where they stopped');
  assert.equal((await health(again)).waiting, 0);
  await makeBlock(again);
  assert.equal(await received(again), 1);
});

test('with a block time, blocks come by themselves', async t => {
  const chain = await start(t, { options: ['--block-time', '20'] });
  await send(chain, 0);
  while (await received(chain) === 0) await new Promise(setImmediate);

  const { result } = await chain.get('/dev/health');
  assert.equal(result.waiting, 0);
});

test('blocks can be turned on and off at run time, and the number never falls', async t => {
  const chain = await LocalChain.start(t, temporaryDirectory(t));
  await chain.faucet(wallet.address, toNano('10'));
  const first = await seqnoOfBlock(chain);
  await chain.post('/dev/weather', { blockTime: 'manual' });
  await send(chain, 0);
  const second = await seqnoOfBlock(chain);
  assert.equal(await received(chain), 0);
  await chain.post('/dev/weather', { blockTime: 0 });

  assert.equal(await received(chain), 1, 'what waited runs in a last block');
  await send(chain, 1);
  assert.equal(await received(chain), 2, 'and messages run at once again');
  assert.ok(first < second && second < await seqnoOfBlock(chain));
});

test('without blocks there are none to make or to undo', async t => {
  const chain = await LocalChain.start(t, temporaryDirectory(t));
  for (const answer of [await chain.post('/dev/block'), await reorg(chain, { depth: 1 })]) {
    assert.equal(answer.status, 422);
    assert.match(answer.error, /there are no blocks; start with --block-time/);
  }
});

test('a reorganisation takes accounts, transactions and numbers back, and its messages can run again', async t => {
  const chain = await start(t);
  await send(chain, 0);
  await makeBlock(chain);
  const before = await view(chain);
  const number = await seqnoOfBlock(chain);
  await send(chain, 1);
  await makeBlock(chain);
  await makeBlock(chain);
  const { result } = await reorg(chain, { depth: 2 });

  assert.deepEqual(result, { seqno: number, kept: [hashOf(boc(1))], lost: [] });
  assert.deepEqual(await view(chain), before);
  assert.equal((await health(chain)).waiting, 1);
  await makeBlock(chain);
  assert.equal(await received(chain), 2);
});

test('blocks of one number on both sides of a reorganisation have different hashes', async t => {
  const chain = await start(t);
  const hash = async () => (await chain.call('getMasterchainInfo')).last.root_hash;
  const below = await hash();
  await makeBlock(chain);
  const undone = await hash();
  await reorg(chain, { depth: 1 });
  assert.equal(await hash(), below);
  await makeBlock(chain);

  assert.notEqual(await hash(), undone);
});

test('a block that was undone is no longer found, and its successor has another hash and time', async t => {
  const chain = await start(t);
  const header = seqno => chain.get(`/api/v2/getBlockHeader?workchain=-1&shard=-9223372036854775808&seqno=${seqno}`);
  await makeBlock(chain);
  const { seqno } = await makeBlock(chain);
  const undone = (await header(seqno)).result;
  await reorg(chain, { depth: 1 });
  assert.equal((await header(seqno)).ok, false);
  await chain.post('/dev/time', { addSeconds: 100 });
  await makeBlock(chain);

  const other = (await header(seqno)).result;
  assert.notEqual(other.id.root_hash, undone.id.root_hash);
  assert.ok(other.gen_utime >= undone.gen_utime + 100);
  assert.equal((await header(seqno - 1)).ok, true);
});

test('messages of undone blocks are lost when asked, all or those that are not named', async t => {
  const chain = await start(t);
  await send(chain, 0);
  await makeBlock(chain);
  await send(chain, 1);
  await makeBlock(chain);
  const named = await reorg(chain, { depth: 2, keep: [hashOf(boc(0))] });
  assert.deepEqual([named.result.kept, named.result.lost], [[hashOf(boc(0))], [hashOf(boc(1))]]);
  await makeBlock(chain);
  assert.equal(await received(chain), 1);

  const all = await reorg(chain, { depth: 1, keep: 0 });
  assert.deepEqual(all.result.lost, [hashOf(boc(0))]);
  await makeBlock(chain);
  assert.equal(await received(chain), 0);
});

test('eight blocks can be undone, not nine', async t => {
  const chain = await start(t);
  await makeBlock(chain, 12);
  const number = await seqnoOfBlock(chain);

  assert.match((await reorg(chain, { depth: 9 })).error, /depth must be an integer from 1 to 8/);
  assert.equal((await reorg(chain, { depth: 8 })).result.seqno, number - 8);
  assert.match((await reorg(chain, { depth: 1 })).error, /only 0 blocks can be undone now/);
});

test('a reorganisation asks for what it understands', async t => {
  const chain = await start(t);
  await makeBlock(chain);
  for (const keep of ['many', -1, 2, {}]) assert.match((await reorg(chain, { depth: 1, keep })).error, /keep must be a number from 0 to 1, or a list/);
  assert.match((await reorg(chain, { depth: 1, keep: ['abc'] })).error, /must be 32 bytes/);
});

test('a reorganisation survives kill -9, and blocks from before the kill can still be undone', async t => {
  const state = temporaryDirectory(t);
  const chain = await start(t, { state });
  await send(chain, 0);
  await makeBlock(chain);
  await send(chain, 1);
  await makeBlock(chain);
  await reorg(chain, { depth: 1, keep: 0 });
  const before = await view(chain);
  const number = await seqnoOfBlock(chain);
  await chain.kill();

  const again = await LocalChain.start(t, state, '--block-time', 'manual');
  assert.deepEqual(await view(again), before);
  assert.equal(await seqnoOfBlock(again), number);
  const { result } = await reorg(again, { depth: 1 });
  assert.deepEqual(result, { seqno: number - 1, kept: [hashOf(boc(0))], lost: [] });
  await makeBlock(again);
  await send(again, 1);
  await makeBlock(again);
  assert.equal(await received(again), 2);
});

test('an unfinished record of a block is cut off, and the block has never been', async t => {
  const state = temporaryDirectory(t);
  const chain = await start(t, { state });
  await send(chain, 0);
  await makeBlock(chain);
  const before = await view(chain);
  await chain.kill();
  const journal = join(state, 'journal.log');
  const last = readFileSync(journal, 'utf8').trimEnd().split('\n').at(-1);
  appendFileSync(journal, last.slice(0, -5));

  assert.deepEqual(await view(await LocalChain.start(t, state, '--block-time', 'manual')), before);
});

test('a state with blocks can be opened without them, and the other way round', async t => {
  const state = temporaryDirectory(t);
  const chain = await start(t, { state });
  await send(chain, 0);
  await makeBlock(chain);
  const number = await seqnoOfBlock(chain);
  await chain.stop();

  const plain = await LocalChain.start(t, state);
  await send(plain, 1);
  assert.equal(await received(plain), 2);
  assert.ok(await seqnoOfBlock(plain) > number);
  await plain.stop();
  const blocks = await LocalChain.start(t, state, '--block-time', 'manual');
  assert.match((await reorg(blocks, { depth: 1 })).error, /only 0 blocks/, 'what ran without a block is final');
  assert.equal(await received(blocks), 2);
});
