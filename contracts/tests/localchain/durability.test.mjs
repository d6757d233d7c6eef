// What was acknowledged survives anything; what cannot be trusted is not served.
import assert from 'node:assert/strict';
import { appendFileSync, existsSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { toNano } from '@ton/core';
import { LocalChain, temporaryDirectory, transferBoc, wallet } from '../support/localchain.mjs';
import { addressFrom } from '../support/world.mjs';

const payee = addressFrom(77);
const farFuture = 4_000_000_000;
const journalOf = state => join(state, 'journal.log');
const transfer = (chain, seqno) => chain.call('sendBoc', { boc: transferBoc({ seqno, to: payee, value: toNano('0.01'), timeout: farFuture }) });

async function accounts(chain) {
  const describe = async address => {
    const { block_id: block, sync_utime: time, ...state } = await chain.call('getAddressInformation', { address: address.toRawString() });
    return { state, transactions: await chain.call('getTransactions', { address: address.toRawString(), limit: 100 }) };
  };
  return Promise.all([wallet.address, payee].map(describe));
}

async function startWithTransfers(t, state, count) {
  const chain = await LocalChain.start(t, state);
  await chain.faucet(wallet.address, toNano('100'));
  for (let seqno = 0; seqno < count; seqno++) await transfer(chain, seqno);
  return chain;
}

test('accounts and transactions are the same after kill -9', async t => {
  const state = temporaryDirectory(t);
  const chain = await startWithTransfers(t, state, 5);
  await chain.post('/dev/time', { addSeconds: 1000 });
  const before = await accounts(chain);
  const { result: { now } } = await chain.get('/dev/health');
  await chain.kill();

  const again = await LocalChain.start(t, state);
  assert.deepEqual(await accounts(again), before);
  assert.ok((await again.get('/dev/health')).result.now >= now, 'the moved clock is remembered');
  await transfer(again, 5);
});

test('every acknowledged transfer survives kill -9 in the middle of many', async t => {
  const state = temporaryDirectory(t);
  const chain = await startWithTransfers(t, state, 1);
  let acknowledged = 1;
  const sending = (async () => {
    for (;;) {
      await transfer(chain, acknowledged);
      acknowledged++;
      if (acknowledged === 12) chain.kill();
    }
  })();
  await assert.rejects(sending);
  await chain.exited;

  const again = await LocalChain.start(t, state);
  const { stack: [[, seqno]] } = await again.call('runGetMethod', { address: wallet.address.toRawString(), method: 'seqno', stack: [] });
  assert.ok(Number(seqno) === acknowledged || Number(seqno) === acknowledged + 1, `${acknowledged} acknowledged, wallet is at ${Number(seqno)}`);
});

test('an unfinished last record is cut off with a word', async t => {
  const state = temporaryDirectory(t);
  const chain = await startWithTransfers(t, state, 2);
  const before = await accounts(chain);
  await transfer(chain, 2);
  await chain.kill();
  truncateSync(journalOf(state), statSync(journalOf(state)).size - 10);

  const again = await LocalChain.start(t, state);
  assert.match(again.stderr, /cut \d+ bytes of an unfinished record off .*journal\.log/);
  assert.deepEqual(await accounts(again), before);
  await transfer(again, 2);
  await again.kill();
  const third = await LocalChain.start(t, state);
  assert.equal(third.stderr, '');
});

test('a last record with blocks that were never written is cut off too', async t => {
  const state = temporaryDirectory(t);
  const chain = await startWithTransfers(t, state, 1);
  const before = await accounts(chain);
  await chain.kill();
  appendFileSync(journalOf(state), Buffer.concat([Buffer.alloc(4096), Buffer.from('"}\n')]));

  assert.deepEqual(await accounts(await LocalChain.start(t, state)), before);
});

test('damage before the end is refused, and --fresh starts anew and keeps the damaged file', async t => {
  const state = temporaryDirectory(t);
  await (await startWithTransfers(t, state, 2)).kill();
  const content = readFileSync(journalOf(state));
  content[content.length >> 1] ^= 1;
  writeFileSync(journalOf(state), content);

  await assert.rejects(LocalChain.start(t, state), error => {
    assert.equal(error.exitCode, 1);
    assert.match(error.message, /journal\.log is damaged at line \d+, before its end.*--fresh/);
    assert.doesNotMatch(error.message, /\n\s+at /, 'no stack trace');
    return true;
  });
  assert.deepEqual(readFileSync(journalOf(state)), content, 'nothing was touched');

  const fresh = await LocalChain.start(t, state, '--fresh');
  assert.equal((await fresh.get('/dev/health')).result.transactions, 0);
  const old = readdirSync(state).find(name => name.endsWith('.old'));
  assert.deepEqual(readFileSync(join(state, old)), content);
});

test('a removed record is noticed', async t => {
  const state = temporaryDirectory(t);
  await (await startWithTransfers(t, state, 3)).kill();
  const lines = readFileSync(journalOf(state), 'utf8').split('\n');
  writeFileSync(journalOf(state), lines.toSpliced(2, 1).join('\n'));

  await assert.rejects(LocalChain.start(t, state), /damaged at line 3/);
});

test('two processes do not share a state, and a dead one does not keep it', async t => {
  const state = temporaryDirectory(t);
  const first = await LocalChain.start(t, state);

  await assert.rejects(LocalChain.start(t, state), error => error.exitCode === 1 && /is in use by process \d+/.test(error.message));
  await first.kill();
  assert.ok(existsSync(join(state, 'lock')));
  await LocalChain.start(t, state);
});

test('a taken port is told in one sentence, and the state is left alone', async t => {
  const state = temporaryDirectory(t);
  await (await startWithTransfers(t, state, 1)).stop();
  const content = readFileSync(journalOf(state));
  const other = createServer().listen(0, '127.0.0.1');
  t.after(() => other.close());
  await new Promise(resolve => other.once('listening', resolve));

  await assert.rejects(LocalChain.start(t, state, '--fresh', '--port', String(other.address().port)), error => {
    assert.equal(error.exitCode, 1);
    assert.match(error.message, /^localchain: port \d+ on 127\.0\.0\.1 is taken; .*\n$/);
    return true;
  });
  assert.deepEqual(readFileSync(journalOf(state)), content);
});

test('with --with-parent it ends when its standard input closes', async t => {
  const chain = await LocalChain.start(t, temporaryDirectory(t));
  chain.closeStdin();
  assert.equal(await chain.exited, 0);
});

test('stop ends it and leaves no lock', async t => {
  const state = temporaryDirectory(t);
  const chain = await LocalChain.start(t, state);
  assert.equal(await chain.stop(), 0);
  assert.deepEqual(readdirSync(state), ['journal.log']);
});

test('other prices than the state was begun with are refused', async t => {
  const state = temporaryDirectory(t);
  await (await LocalChain.start(t, state)).stop();
  await assert.rejects(LocalChain.start(t, state, '--prices', 'cut'), /begun with --prices full.*--fresh/);
});

test('a wrong command line is answered with the usage', async t => {
  const state = temporaryDirectory(t);
  await assert.rejects(LocalChain.start(t, state, '--port', 'many'), /--port must be a number from 0 to 65535\.\nusage: /);
  await assert.rejects(LocalChain.start(t, state, '--prices', 'none'), /--prices must be one of full, cut/);
  await assert.rejects(LocalChain.start(t, state, '--nonsense'), /--nonsense/);
});
