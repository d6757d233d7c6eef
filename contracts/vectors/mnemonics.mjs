// Phrases of the TON scheme, with and without password. None of them ever held money.
import { createHash } from 'node:crypto';
import { mnemonicToPrivateKey, mnemonicValidate, mnemonicWordList } from '@ton/crypto';

export async function mnemonicVectors() {
  const phrases = [];
  for (const [number, password] of [[1, ''], [2, ''], [3, 'correct horse'], [4, 'Пароль']]) phrases.push(await vector(number, password));
  // Each word is on the list, but the phrase is not of the scheme.
  const invalid = Array.from({ length: 24 }, () => 'abandon');
  if (await mnemonicValidate(invalid)) throw new Error('that one was meant to be invalid');
  return { phrases, invalid: invalid.join(' ') };
}

async function vector(number, password) {
  for (let attempt = 0; ; attempt++) {
    const words = wordsOf(`${number} ${attempt}`);
    if (!await mnemonicValidate(words, password)) continue;
    const key = await mnemonicToPrivateKey(words, password);
    return { words: words.join(' '), password, publicKey: key.publicKey.toString('hex'), seed: key.secretKey.subarray(0, 32).toString('hex') };
  }
}

function wordsOf(text) {
  const digest = createHash('sha512').update(text).digest();
  return Array.from({ length: 24 }, (_, i) => mnemonicWordList[digest.readUInt16BE(i * 2) % mnemonicWordList.length]);
}
