// docs/contracts.md is what other parts are written against, so it must not drift from the sources.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { beginCell, toNano } from '@ton/core';
import { op, tag } from './support/cells.mjs';
import { addressFrom, gasOf, World } from './support/world.mjs';

const read = path => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
const page = read('../docs/contracts.md');

/** Cells of the table rows whose first cell matches. */
const rows = first => page.split('\n')
  .map(line => line.split('|').slice(1, -1).map(cell => cell.trim()))
  .filter(cells => cells.length > 0 && first.test(cells[0]));

test('every opcode and tag stands in the docs as in the source', () => {
  const declared = [...read('src/messages.tolk').matchAll(/^struct \((0x[0-9a-f]{8})\) (\w+)/gm)].map(([, code, name]) => [code, name]);
  const documented = rows(/^`0x[0-9a-f]{8}`$/).map(([code, name]) => [code.slice(1, -1), name]);

  assert.equal(declared.length, 7);
  assert.deepEqual(documented.sort(), declared.sort());
  const built = [...Object.values(op), ...Object.values(tag)].map(code => `0x${code.toString(16)}`);
  assert.deepEqual(built.sort(), declared.map(([code]) => code).sort());
});

test('every exit code stands in the docs as in the source, with its meaning', () => {
  const declared = ['channel', 'vault'].flatMap(contract =>
    [...read(`src/${contract}.tolk`).matchAll(/^const ERR_\w+ = (\d+) +\/\/ (.*)$/gm)].map(([, code, meaning]) => [code, contract, meaning]));
  const documented = rows(/^(1|2)\d\d$/);

  assert.equal(declared.length, 15);
  assert.deepEqual(documented, declared);
  for (const contract of ['channel', 'vault']) assert.match(read(`src/${contract}.tolk`), /const ERR_UNKNOWN_MESSAGE = 0xffff/);
  assert.equal(rows(/^65535$/).length, 1);
});

test('the gas figures in the docs are those that are measured', async () => {
  const documented = Object.fromEntries(rows(/^(channel|vault): /).map(([step, gas]) => [step, gas]));
  const measured = await measureGas();
  assert.deepEqual(documented, Object.fromEntries(Object.entries(measured).map(([step, gas]) => [step, gas.toString()])));
});

async function measureGas() {
  const world = await World.create();
  const [topUp] = await world.topUp(toNano('10'));
  const [claimed, paid] = await world.claim({ amount: toNano('2'), seqno: 1 });
  const [replayed] = await world.claim({ amount: toNano('2'), seqno: 1 });
  const [forged] = await world.claim({ amount: toNano('3'), seqno: 2 }, { key: world.operator });
  const [plain] = await world.send(world.market, world.vault, toNano('1'), beginCell().endCell());
  const [batch] = await world.pay({ payouts: [{ to: addressFrom(1), value: toNano('0.1') }] });
  const without = await World.create({ vaultDeployed: false });
  await without.topUp(toNano('10'));
  const [, , returned] = await without.claim({ amount: toNano('2'), seqno: 1 });
  return {
    'channel: TopUp': gasOf(topUp),
    'channel: Claim': gasOf(claimed),
    'channel: Claim refused as replayed': gasOf(replayed),
    'channel: Claim refused as forged': gasOf(forged),
    'channel: ClaimPaid taken back': gasOf(returned),
    'vault: ClaimPaid received': gasOf(paid),
    'vault: plain transfer received': gasOf(plain),
    'vault: batch of any size': gasOf(batch),
  };
}
