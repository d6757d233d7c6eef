import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runTolkCompiler } from '@ton/tolk-js';

export const contractNames = ['channel', 'vault', 'registry', 'provider'];

const root = new URL('../', import.meta.url);

export const artefactPath = name => fileURLToPath(new URL(`build/${name}.json`, root));

/** Compiles src/NAME.tolk. Throws with the compiler's text on errors and on warnings alike. */
export async function compileContract(name) {
  const result = await runTolkCompiler({
    entrypointFileName: `${name}.tolk`,
    fsReadCallback: path => readFileSync(new URL(`src/${path}`, root), 'utf8'),
  });
  if (result.status !== 'ok') throw new Error(`${name}.tolk does not compile:\n${result.message}`);
  if (result.stderr) throw new Error(`${name}.tolk compiles with warnings; remove their cause:\n${result.stderr}`);
  const { tolkVersion, codeBoc64, codeHashHex } = result;
  return { name, tolkVersion, codeBoc64, codeHashHex: codeHashHex.toLowerCase() };
}

export const renderArtefact = artefact => `${JSON.stringify(artefact, null, 2)}\n`;
