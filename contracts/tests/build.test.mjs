import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Cell } from '@ton/core';
import { artefactPath, compileContract, contractNames, renderArtefact } from '../scripts/compile.mjs';

for (const name of contractNames) {
  test(`build/${name}.json is what src/${name}.tolk compiles to`, async () => {
    const artefact = await compileContract(name);

    assert.equal(readFileSync(artefactPath(name), 'utf8'), renderArtefact(artefact), 'run: npm run build');
    assert.equal(Cell.fromBase64(artefact.codeBoc64).hash().toString('hex'), artefact.codeHashHex);
  });
}

test('package-lock.json names no host', () => {
  const lock = readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8');
  assert.doesNotMatch(lock, /:\/\//, 'run: npm run lock');
});
