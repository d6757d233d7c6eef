import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { marketRows } from '../bench/market.mjs';
import { pricesFrom } from '../bench/prices.mjs';

const bench = fileURLToPath(new URL('../bench/gas.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'cocoon-gas-'));
after(() => rmSync(folder, { recursive: true }));

function file(name, text) {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

test('the gas table meets its targets and says so', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bench], { encoding: 'utf8' });

  assert.equal(stderr, '');
  assert.equal(stdout.match(/ met$/gm).length, 3);
  assert.equal(status, 0);
});

test('rows are measured under the prices of a file: gas stays, TON is what the prices make of it', async () => {
  const rows = await marketRows(await pricesFrom(file('prices.json', '{"gasPrice":3,"lump":1000,"bit":0,"cell":0}')));
  const claim = rows.find(({ name }) => name === 'channel: Claim');

  assert.deepEqual([claim.gas, claim.nano], [3760n, 3760n * 3n + 1000n]);
});

test('prices that are not there are named, and the call ends with 2', () => {
  const { status, stderr } = spawnSync(process.execPath, [bench, '--config', file('half.json', '{"gasPrice":3}')], { encoding: 'utf8' });

  assert.match(stderr, /no price "lump"/);
  assert.equal(status, 2);
});
