// Ed25519 signatures that implementations are known to disagree about, made with the curve's equations alone
// (after "Taming the many EdDSAs", Chalkias, Garillot, Nikolaenko 2020). `valid` is RFC 8032 without the cofactor, and with
// points of small order refused.
import { createHash } from 'node:crypto';
import { hex as hexOf } from './numbers.mjs';
import { add, base, decode, encode, identity, multiply, negate, order, toNumber } from './curve.mjs';

// A point of order 8.
const torsion = decode(Buffer.from('26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05', 'hex'));

const hash = (...parts) => toNumber(createHash('sha512').update(Buffer.concat(parts)).digest()) % order;
const secret = 0x1234567890abcdefn * 0x1000000000000000000000001n % order;
const nonce = 0xfedcba0987654321n * 0x1000000000000000000000003n % order;

export function signatureVectors() {
  const plainKey = encode(multiply(base, secret));
  const plainR = encode(multiply(base, nonce));
  const message = Buffer.from('money');
  const s = (key, r, text) => (nonce + hash(r, key, text) * secret) % order;
  const mixedKey = encode(add(multiply(base, secret), torsion));
  const mixedR = encode(add(multiply(base, nonce), torsion));
  const balanced = messageWhere(text => hash(plainR, mixedKey, text) % 8n === 0n);
  const unbalanced = messageWhere(text => hash(plainR, mixedKey, text) % 8n !== 0n);
  const good = s(plainKey, plainR, message);
  return [
    vector('an honest signature', plainKey, message, plainR, good, true),
    vector('S + order', plainKey, message, plainR, good + order, false),
    vector('S + 2 orders', plainKey, message, plainR, good + 2n * order, false),
    vector('S with its highest bit set', plainKey, message, plainR, good + (1n << 255n), false),
    vector('S is the order', plainKey, message, plainR, order, false),
    vector('R of mixed order', plainKey, message, mixedR, s(plainKey, mixedR, message), false),
    vector('key of mixed order, torsion left over', mixedKey, unbalanced, plainR, s(mixedKey, plainR, unbalanced), false),
    vector('key of mixed order, torsion cancels', mixedKey, balanced, plainR, s(mixedKey, plainR, balanced), true),
    vector('the negated key', encode(negate(multiply(base, secret))), message, plainR, good, false),
    ...smallOrder().flatMap(point => [
      vector('key of small order', point, messageWhere(text => hash(plainR, point, text) % 8n === 0n), plainR, nonce, false),
      vector('R of small order', plainKey, message, point, hash(point, plainKey, message) * secret % order, false),
      vector('key and R of small order', point, messageWhere(text => hash(point, point, text) % 8n === 0n), point, 0n, false),
    ]),
    ...['02', '03', '04'].map(y => vector('key off the curve or of unknown order', Buffer.from(y.padEnd(64, '0'), 'hex'), message, plainR, good, false)),
    ...['ef', 'f0', 'f6', 'ff'].map(y => vector('key not in its canonical form', Buffer.from(`${y}${'ff'.repeat(30)}7f`, 'hex'), message, plainR, good, false)),
    ...['ef', 'f0', 'f6', 'ff'].map(y => vector('R not in its canonical form', plainKey, message, Buffer.from(`${y}${'ff'.repeat(30)}7f`, 'hex'), good, false)),
  ];
}

/** All eight points whose order divides 8, and the other spellings that decoders may take for them. */
function smallOrder() {
  const points = [identity];
  while (points.length < 8) points.push(add(points.at(-1), torsion));
  const canonical = points.map(encode);
  const withSign = canonical.map(point => {
    const other = Buffer.from(point);
    other[31] ^= 0x80;
    return other;
  });
  const aboveP = ['ed', 'ee'].flatMap(first => ['7f', 'ff'].map(last => Buffer.from(`${first}${'ff'.repeat(30)}${last}`, 'hex')));
  return [...new Map([...canonical, ...withSign, ...aboveP].map(point => [point.toString('hex'), point])).values()];
}

function messageWhere(condition) {
  for (let i = 0; ; i++) {
    const text = Buffer.from(`money ${i}`);
    if (condition(text)) return text;
  }
}

function vector(what, key, message, r, s, valid) {
  return { what, publicKey: key.toString('hex'), message: message.toString('hex'), signature: r.toString('hex') + hexOf(s), valid };
}
