// Text comments in snake form.
import { beginCell, comment } from '@ton/core';
import { base64 } from './common.mjs';

export function commentVectors() {
  const texts = ['', 'hello', 'Привет, мир', 'x'.repeat(122), 'x'.repeat(123), 'y'.repeat(124), 'z'.repeat(250), '漢'.repeat(300), 'w'.repeat(5000), '👋'.repeat(31)];
  return texts.map(text => ({ text, body: base64(comment(text)), tail: base64(beginCell().storeStringTail(text).endCell()) }));
}
