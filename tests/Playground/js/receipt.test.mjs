// The pure parts of the page, without a browser.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import test from 'node:test';
import { hex, toHex } from '../../../src/Gateway/Playground/wwwroot/bytes.js';
import { events } from '../../../src/Gateway/Playground/wwwroot/events.js';
import { charge, nano, ton } from '../../../src/Gateway/Playground/wwwroot/money.js';
import { check, hash, verdict } from '../../../src/Gateway/Playground/wwwroot/receipt.js';

const golden = JSON.parse(await readFile(new URL('golden-receipt.json', import.meta.url)));

test('a receipt has the same hash here as in the product', async () => {
  assert.equal(toHex(await hash(golden.receipt.receipt)), golden.receipt_hash);
});

test('a receipt with a bonus has the form of its own that tests/Core names, and without one that of before', async () => {
  const bytes = number => number.toString(16).padStart(2, '0').repeat(32);
  const receipt = {
    job: '01M7YZMHG00400000000000000', client: `0:${bytes(1)}`, channel: `0:${bytes(2)}`, provider: `0:${bytes(3)}`, model: 'model', weight_hash: bytes(4),
    tokens: { prompt: 1, cached_prompt: 0, completion: 1, reasoning: 0 }, prices: { prompt: 2e6, cached_prompt: 5e5, completion: 6e6, reasoning: 6e6 },
    charge: 1_999, fee_bps: 500, bonus_bps: 300, prompt_commitment: bytes(5), answer_commitment: bytes(6), tier: 'cpu_tee', appraisal_hash: bytes(10), ending: 'stop',
    started_at: '2026-11-21T12:00:00+00:00', ended_at: '2026-11-21T12:00:01+00:00',
  };
  assert.equal(toHex(await hash(receipt)), 'a35eb9ef8ec77dcc92968941d9ad10249fdb5e06bfd1b77ea6ca845f8b5dec41');
  const { bonus_bps: _, ...plain } = receipt;
  assert.equal(toHex(await hash({ ...plain, charge: 8 })), '20904ec1581cd19285fb1e1fdd36df85bbc0cc3573d2ae22e0e3d14f4ad9db86');
});

test('a receipt of the product holds, and no changed one does', async () => {
  const seen = { messages: golden.messages, text: golden.text, model: golden.receipt.receipt.model, marketKey: golden.receipt.market_key };
  assert.equal(verdict(await check(golden, seen)), 'good');
  for (const change of [
    { charge: golden.receipt.receipt.charge + 1 }, { model: 'another' }, { started_at: '2020-01-01T00:00:00.001+00:00' }, { tier: 'cc_gpu' }, { tier: 'unheard_of' }, { fee_bps: 0 },
  ]) {
    const changed = { ...golden, receipt: { ...golden.receipt, receipt: { ...golden.receipt.receipt, ...change } } };
    assert.equal(verdict(await check(changed, seen)), 'bad', JSON.stringify(change));
  }
  assert.equal(verdict(await check(golden, { ...seen, text: 'Lyon.' })), 'bad');
  assert.equal(verdict(await check(golden, { ...seen, marketKey: '00'.repeat(32) })), 'bad');
});

test('a charge is summed exactly and rounded up once', () => {
  const price = { prompt: 1, cached_prompt: 0, completion: 9_007_199_254_740_991, reasoning: 0 };
  assert.equal(charge({ prompt: 1, cached_prompt: 0, completion: 0, reasoning: 0 }, price), 1n);
  assert.equal(charge({ prompt: 1_000_000, cached_prompt: 5, completion: 1_000_000, reasoning: 0 }, price), 9_007_199_254_740_992n);
  assert.throws(() => nano(2 ** 53), /exactly/);
});

test('amounts have no more decimals than they need', () => {
  assert.deepEqual([0n, 860_000n, 1_000_000_000n, 1_500_000_001n, -5n].map(ton), ['0', '0.00086', '1', '1.500000001', '-0.000000005']);
});

test('events survive any cut of the stream, and comments are skipped', async () => {
  const bytes = new TextEncoder().encode(': keep-alive\n\ndata: {"a":"é"}\n\ndata: [DONE]\n\n');
  for (let size = 1; size <= bytes.length; size++) {
    const stream = new ReadableStream({
      start(controller) {
        for (let at = 0; at < bytes.length; at += size) controller.enqueue(bytes.subarray(at, at + size));
        controller.close();
      },
    });
    const got = [];
    for await (const data of events(stream)) got.push(data);
    assert.deepEqual(got, ['{"a":"é"}', '[DONE]']);
  }
});

test('hex digits are checked', () => {
  assert.throws(() => hex('0g'), /hex/);
  assert.equal(toHex(hex('00ff')), '00ff');
});
