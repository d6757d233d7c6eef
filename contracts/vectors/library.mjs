// Writes the vectors of the library's general part into tests/Contracts.Ton/Vectors: what @ton/core, @ton/crypto, @ton/ton and
// the sandbox make of the same inputs. Deterministic. Usage: node contracts/vectors/library.mjs
import { writeFileSync } from 'node:fs';
import { commentVectors } from './comments.mjs';
import { dictionaryVectors, proofReadingVectors } from './dictionaries.mjs';
import { feeVectors } from './fees.mjs';
import { envelopeVectors } from './envelopes.mjs';
import { mnemonicVectors } from './mnemonics.mjs';
import { numberVectors } from './bignumbers.mjs';
import { stackVectors } from './stacks.mjs';
import { olderWalletVectors } from './older-wallets.mjs';

const folder = new URL('../../tests/Contracts.Ton/Vectors/', import.meta.url);
const plain = (_, value) => (typeof value === 'bigint' ? value.toString() : value);
const files = {
  bignumbers: numberVectors(),
  comments: commentVectors(),
  dictionaries: dictionaryVectors(),
  envelopes: envelopeVectors(),
  fees: await feeVectors(),
  mnemonics: await mnemonicVectors(),
  'older-wallets': olderWalletVectors(),
  'proofs-read': proofReadingVectors(),
  stacks: stackVectors(),
};
for (const [name, content] of Object.entries(files)) {
  writeFileSync(new URL(`${name}.json`, folder), `${JSON.stringify(content, plain, 1)}\n`);
}
