import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { artefactPath, compileContract, contractNames, renderArtefact } from './compile.mjs';

for (const name of contractNames) {
  const artefact = await compileContract(name);
  mkdirSync(dirname(artefactPath(name)), { recursive: true });
  writeFileSync(artefactPath(name), renderArtefact(artefact));
  console.log(`${name}: ${Buffer.from(artefact.codeBoc64, 'base64').length} bytes of code, hash ${artefact.codeHashHex}`);
}
