// Writes tests/Contracts.Ton/Vectors: what @ton/core, @ton/ton and the sandbox make of the same inputs that our C# library
// gets in its tests. Deterministic: running it again changes nothing. Usage: node contracts/vectors/make.mjs
import { mkdirSync, writeFileSync } from 'node:fs';
import { bagVectors, proofVectors } from './bags.mjs';
import { addressVectors, cellVectors, coinVectors } from './cells.mjs';
import { contractVectors } from './contracts.mjs';
import { messageVectors } from './messages.mjs';
import { signatureVectors } from './signatures.mjs';
import { transactionVectors } from './transactions.mjs';
import { walletVectors } from './wallets.mjs';

const folder = new URL('../../tests/Contracts.Ton/Vectors/', import.meta.url);
const plain = (_, value) => (typeof value === 'bigint' ? value.toString() : value);

mkdirSync(folder, { recursive: true });
const files = {
  addresses: addressVectors(),
  bags: bagVectors(),
  cells: cellVectors(),
  coins: coinVectors(),
  contracts: await contractVectors(),
  messages: messageVectors(),
  proofs: proofVectors(),
  signatures: signatureVectors(),
  transactions: await transactionVectors(),
  wallets: walletVectors(),
};
for (const [name, content] of Object.entries(files)) {
  writeFileSync(new URL(`${name}.json`, folder), `${JSON.stringify(content, plain, 1)}\n`);
}
