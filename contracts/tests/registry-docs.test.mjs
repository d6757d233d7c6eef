// docs/registry.md is what other parts are written against, so it must not drift from the sources.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { registryRows } from '../bench/registry.mjs';
import { op, tag } from './support/registry-cells.mjs';

const read = path => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
const page = read('../docs/registry.md');
const sources = ['timelock', 'funds', 'registry', 'registry-changes', 'provider', 'provider-messages', 'stake'];

/** Cells of the table rows whose first cell matches. */
const rows = first => page.split('\n')
  .map(line => line.split('|').slice(1, -1).map(cell => cell.trim()))
  .filter(cells => cells.length > 0 && first.test(cells[0]));

test('every opcode and tag stands in the docs as in the source', () => {
  const declared = sources.flatMap(name =>
    [...read(`src/${name}.tolk`).matchAll(/^struct \((0x[0-9a-f]{8})\) (\w+)/gm)].map(([, code, struct]) => [code, struct]));
  const documented = rows(/^`0x[0-9a-f]{8}`$/).map(([code, name]) => [code.slice(1, -1), name]);

  assert.equal(declared.length, 25);
  assert.deepEqual(documented.sort(), declared.sort());
  const built = [...Object.values(op), ...Object.values(tag)].map(code => `0x${code.toString(16).padStart(8, '0')}`);
  assert.deepEqual(built.sort(), declared.map(([code]) => code).sort());
});

test('every exit code stands in the docs as in the source, with its meaning', () => {
  const declared = sources.flatMap(name =>
    [...read(`src/${name}.tolk`).matchAll(/^const ERR_\w+ = (\d+) +\/\/ (.*)$/gm)].map(([, code, meaning]) => [code, name, meaning]));
  const documented = rows(/^[345]\d\d$/);

  assert.equal(declared.length, 32);
  assert.deepEqual(documented, declared.sort());
  for (const contract of ['registry', 'provider']) assert.match(read(`src/${contract}.tolk`), /const ERR_UNKNOWN_MESSAGE = 0xffff/);
  assert.equal(rows(/^65535$/).length, 1);
});

test('every get-method stands in the docs', () => {
  const declared = ['registry', 'provider'].flatMap(contract =>
    [...read(`src/${contract}.tolk`).matchAll(/^get fun (\w+)\(/gm)].map(([, name]) => [contract, name]));
  const documented = rows(/^(registry|provider)$/).map(([contract, method]) => [contract, /^`(\w+)/.exec(method)[1]]);

  assert.deepEqual(documented, declared);
});

test('the gas figures in the docs are those that are measured', async () => {
  const measured = await registryRows();

  assert.deepEqual(
    rows(/^(registry|provider): /),
    measured.map(({ name, gas, ton }) => [name, String(gas), Number(ton).toFixed(6)]));
});
