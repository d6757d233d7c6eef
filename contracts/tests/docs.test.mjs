// docs/contracts.md is what other parts are written against, so it must not drift from the sources.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { marketRows, rentRows } from '../bench/market.mjs';
import { op, tag } from './support/cells.mjs';
import { changeTag } from './support/vault-cells.mjs';

const read = path => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
const page = read('../docs/contracts.md');
const sources = ['messages', 'channel', 'vault', 'timelock', 'merkle'];

/** Cells of the table rows whose first cell matches. */
const rows = first => page.split('\n')
  .map(line => line.split('|').slice(1, -1).map(cell => cell.trim()))
  .filter(cells => cells.length > 0 && first.test(cells[0]));
const declarations = pattern => sources.flatMap(source => [...read(`src/${source}.tolk`).matchAll(pattern)].map(([, ...groups]) => [...groups, source]));
const ton = nano => (Number(nano) / 1e9).toFixed(6);

test('every opcode and tag stands in the docs as in the source', () => {
  const declared = declarations(/^struct \((0x[0-9a-f]{8})\) (\w+)/gm).map(([code, name]) => [code, name]);
  const documented = rows(/^`0x[0-9a-f]{8}`$/).map(([code, name]) => [code.slice(1, -1), name]);

  assert.equal(declared.length, 26);
  assert.deepEqual(documented.sort(), declared.sort());
  const built = [op, tag, changeTag].flatMap(Object.values).map(code => `0x${code.toString(16)}`);
  assert.deepEqual(built.sort(), declared.map(([code]) => code).sort());
});

test('every field of a message and of a signed cell stands in the docs as in the source', () => {
  const structs = declarations(/^struct \((0x[0-9a-f]{8})\) \w+ \{\n([^}]*)\}/gm);
  for (const [code, body] of structs) {
    const names = [...body.matchAll(/^ {4}(\w+): /gm)].map(([, name]) => name);
    const [row] = rows(new RegExp(`^\`${code}\`$`));
    for (const name of names) assert.match(row.at(-1), new RegExp(`\\b${name}\\b`), code);
  }
});

test('every exit code stands in the docs as in the source, with its meaning', () => {
  const declared = declarations(/^const ERR_\w+ = (\d+) +\/\/ (.*)$/gm).map(([code, meaning, source]) => [code, source, meaning]);
  const documented = rows(/^[1-9]\d{1,2}$/);

  assert.equal(declared.length, 30);
  assert.deepEqual(documented, declared.sort(([a], [b]) => a - b));
  for (const contract of ['channel', 'vault']) assert.match(read(`src/${contract}.tolk`), /const ERR_UNKNOWN_MESSAGE = 0xffff/);
  assert.equal(rows(/^65535$/).length, 1);
});

test('every get-method stands in the docs with the fields of its view', () => {
  const declared = ['channel', 'vault'].flatMap(contract =>
    [...read(`src/${contract}.tolk`).matchAll(/^get fun (\w+)\(/gm)].map(([, name]) => [contract, name]));
  const documented = rows(/^(channel|vault)$/);

  assert.deepEqual(documented.map(([contract, method]) => [contract, /^`(\w+)/.exec(method)[1]]), declared);
  for (const [view, method] of [['ChannelView', 'channel_state'], ['VaultView', 'vault_state']]) {
    const [[body]] = declarations(new RegExp(`^struct ${view} \\{\\n([^}]*)\\}`, 'gm'));
    const fields = [...body.matchAll(/^ {4}(\w+): /gm)].map(([, name]) => name);
    const [, , returns] = documented.find(([, name]) => name.startsWith(`\`${method}`));
    assert.deepEqual(returns.replaceAll(/ \([^)]*\)/g, '').split(', '), fields);
  }
});

test('the gas figures in the docs are those that are measured', async () => {
  const measured = (await marketRows('slim')).map(({ name, gas, nano }) => [name, gas.toString(), ton(nano)]);
  const rent = (await rentRows('slim')).map(({ name, nano }) => [name, '', ton(nano)]);

  assert.deepEqual(rows(/^(channel|vault): /), [...measured, ...rent]);
});
