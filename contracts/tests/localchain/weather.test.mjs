// Everything that goes wrong with a real API, one switch at a time.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toNano } from '@ton/core';
import { defaults, settings, Weather } from '../../localchain/weather.mjs';
import { LocalChain, temporaryDirectory, transferBoc, wallet } from '../support/localchain.mjs';
import { addressFrom } from '../support/world.mjs';

const payee = addressFrom(77);
const farFuture = 4_000_000_000;
const boc = seqno => transferBoc({ seqno, to: payee, value: toNano('0.01'), timeout: farFuture });

async function start(t, ...options) {
  const chain = await LocalChain.start(t, temporaryDirectory(t), ...options);
  await chain.faucet(wallet.address, toNano('10'));
  return chain;
}

const send = (chain, seqno) => chain.post('/api/v2/sendBoc', { boc: boc(seqno) });
const weather = (chain, changes) => chain.post('/dev/weather', changes);
const block = chain => chain.post('/dev/block');
const received = async chain => (await chain.call('getTransactions', { address: payee.toRawString(), limit: 100 })).length;

test('everything is off at first', async t => {
  const chain = await start(t);

  assert.deepEqual((await chain.get('/dev/weather')).result, { seed: 1, ...defaults });
  assert.deepEqual(Object.values(defaults).filter(value => value !== 0), [3, 'none'], 'the rest are zero');
});

test('every switch has an option of the command line', async t => {
  const values = {
    blockTime: 'manual', latencyMs: 1, jitterMs: 1, requestsPerSecond: 1000, rejectShare: 0.25, dropShare: 0.125,
    delayShare: 0.5, delayBlocks: 2, duplicateShare: 0.75, loseReplyShare: 0.01, outage: '503',
  };
  const options = Object.entries(values).flatMap(([name, value]) => [`--${settings[name].flag}`, String(value)]);
  const chain = await LocalChain.start(t, temporaryDirectory(t), '--seed', '42', ...options);

  assert.deepEqual((await chain.get('/dev/weather')).result, { seed: 42, ...values });
});

test('bad settings say what is wrong and change nothing', async t => {
  const chain = await start(t);
  const cases = [
    [{ latencyMs: 5, dropShare: 1.5 }, /dropShare must be a number from 0 to 1/],
    [{ dropShare: '' }, /dropShare must be a number/],
    [{ dropShare: null }, /dropShare must be a number/],
    [{ blockTime: 'soon' }, /blockTime must be manual or an integer from 0/],
    [{ latencyMs: -1 }, /latencyMs must be an integer from 0 to 60000/],
    [{ outage: 'some' }, /outage must be one of none, 503, cut/],
    [{ rain: 1 }, /rain is no weather; there are blockTime, /],
    [{ delayShare: 0.5 }, /delayShare needs a blockTime/],
  ];
  for (const [changes, text] of cases) {
    const answer = await weather(chain, changes);
    assert.equal(answer.status, 422);
    assert.match(answer.error, text);
  }
  assert.deepEqual((await chain.get('/dev/weather')).result, { seed: 1, ...defaults });
  const state = temporaryDirectory(t);
  await assert.rejects(LocalChain.start(t, state, '--drop', '2'), /--drop must be a number from 0 to 1\.\nusage: /);
  await assert.rejects(LocalChain.start(t, state, '--delay', '0.5'), /delayShare needs a blockTime.*\nusage: /);
  await assert.rejects(LocalChain.start(t, state, '--seed', 'x'), /--seed must be a number/);
});

test('rejected messages are refused as by a node, and leave nothing', async t => {
  const chain = await start(t);
  await weather(chain, { rejectShare: 1 });
  const { status, error } = await send(chain, 0);

  assert.equal(status, 500);
  assert.match(error, /^LITE_SERVER_UNKNOWN: cannot apply external message to current state : too many external messages/);
  await weather(chain, { rejectShare: 0 });
  assert.equal((await send(chain, 0)).status, 200);
});

for (const [name, options] of [['at once', []], ['in blocks', ['--block-time', 'manual']]]) {
  test(`dropped messages are accepted and never run, ${name}`, async t => {
    const chain = await start(t, ...options);
    await weather(chain, { dropShare: 1 });
    assert.equal((await send(chain, 0)).status, 200);
    if (options.length > 0) await block(chain);
    assert.equal(await received(chain), 0);
    assert.equal((await send(chain, 5)).status, 500, 'a message that would be refused is refused all the same');

    await weather(chain, { dropShare: 0 });
    assert.equal((await send(chain, 0)).status, 200, 'the sender can send it again');
  });

  test(`a lost reply cuts the connection, and the message runs, ${name}`, async t => {
    const chain = await start(t, ...options);
    await weather(chain, { loseReplyShare: 1 });
    await assert.rejects(send(chain, 0), /fetch failed/);
    await assert.rejects(
      chain.post('/api/v2/jsonRPC', { id: 1, jsonrpc: '2.0', method: 'sendBocReturnHash', params: { boc: boc(options.length > 0 ? 0 : 1) } }), /fetch failed/);
    if (options.length > 0) await block(chain);

    assert.equal(await received(chain), options.length > 0 ? 1 : 2);
  });

  test(`a duplicated message runs twice where nothing defends against it, and once where the wallet does, ${name}`, async t => {
    const chain = await start(t, ...options);
    await weather(chain, { duplicateShare: 1 });
    assert.equal((await send(chain, 0)).status, 200);
    if (options.length > 0) {
      assert.equal((await chain.get('/dev/health')).result.waiting, 2);
      await block(chain);
    }

    assert.equal(await received(chain), 1);
    assert.equal((await chain.call('getTransactions', { address: wallet.address.toRawString(), limit: 10 })).length, 2, 'the faucet and one transfer');
  });
}

test('a delayed message waits so many blocks longer', async t => {
  const chain = await start(t, '--block-time', 'manual', '--delay', '1', '--delay-blocks', '2');
  await send(chain, 0);
  await block(chain);
  await block(chain);
  assert.equal(await received(chain), 0);
  await block(chain);

  assert.equal(await received(chain), 1);
});

test('calls above the rate get 429, calls for development do not', async t => {
  const chain = await start(t);
  await weather(chain, { requestsPerSecond: 2 });
  const answers = await Promise.all(Array.from({ length: 20 }, () => chain.get('/api/v2/getMasterchainInfo')));

  const refused = answers.filter(({ status }) => status === 429);
  assert.ok(refused.length > 0 && refused.length <= 18, `${refused.length} refused`);
  assert.deepEqual(refused[0], { status: 429, ok: false, error: 'Ratelimit exceed', code: 429 });
  assert.equal((await chain.get('/dev/health')).status, 200);
});

test('the rate counts the calls of the last second', () => {
  let now = 0;
  const sky = new Weather({ seed: 1, initial: { requestsPerSecond: 2 }, milliseconds: () => now });
  const calls = [0, 0, 500, 999, 1000, 1000, 1000].map(time => {
    now = time;
    return sky.admitsCall();
  });

  assert.deepEqual(calls, [true, true, false, false, true, true, false]);
});

test('answers take as long as the latency says', async t => {
  const chain = await start(t);
  await weather(chain, { latencyMs: 120 });
  const began = performance.now();
  await chain.get('/api/v2/getMasterchainInfo');

  assert.ok(performance.now() - began >= 119);
});

test('jitter stays within its bounds and reaches them', () => {
  const sky = new Weather({ seed: 3, initial: { latencyMs: 10, jitterMs: 3 } });
  const drawn = new Set(Array.from({ length: 200 }, () => sky.nextLatency()));

  assert.deepEqual([...drawn].sort((a, b) => a - b), [10, 11, 12, 13]);
});

test('in an outage every call is answered 503 or cut, until it ends', async t => {
  const chain = await start(t);
  await weather(chain, { outage: '503' });
  for (const answer of [await chain.get('/api/v2/getMasterchainInfo'), await send(chain, 0)]) assert.equal(answer.status, 503);
  await weather(chain, { outage: 'cut' });
  await assert.rejects(chain.get('/api/v2/getMasterchainInfo'), /fetch failed/);
  await weather(chain, { outage: 'none' });

  assert.equal(await received(chain), 0);
});

test('the same seed gives the same fates, another seed others', () => {
  const fates = seed => {
    const sky = new Weather({ seed, initial: { rejectShare: 0.3, dropShare: 0.3, duplicateShare: 0.3, loseReplyShare: 0.3 } });
    return Array.from({ length: 50 }, () => sky.nextFate());
  };

  assert.deepEqual(fates(7), fates(7));
  assert.notDeepEqual(fates(7), fates(8));
});

test('a share is that share of the messages, and one switch does not shift the draws of another', () => {
  const dropped = (initial, otherCall = () => {}) => {
    const sky = new Weather({ seed: 5, initial });
    return Array.from({ length: 2_000 }, () => {
      otherCall(sky);
      return sky.nextFate().dropped;
    });
  };
  const alone = dropped({ dropShare: 0.25 });
  const share = alone.filter(Boolean).length / alone.length;

  assert.ok(Math.abs(share - 0.25) < 0.03, `${share}`);
  assert.deepEqual(dropped({ dropShare: 0.25, rejectShare: 0.5, duplicateShare: 0.9 }), alone);
  assert.deepEqual(dropped({ dropShare: 0.25, jitterMs: 5 }, sky => sky.nextLatency()), alone, 'nor do other calls');
});
