// edwards25519 in affine coordinates, for making vectors only: slow, and careless about time.
import { hex } from './numbers.mjs';

const p = 2n ** 255n - 19n;
export const order = 2n ** 252n + 27742317777372353535851937790883648493n;
const d = mod(-121665n * inverse(121666n));
const rootOfMinusOne = power(2n, (p - 1n) / 4n);

export const identity = { x: 0n, y: 1n };
export const base = decode(Buffer.from(`58${'66'.repeat(31)}`, 'hex'));

export function add(a, b) {
  const product = mod(d * a.x * b.x * a.y * b.y);
  return {
    x: mod((a.x * b.y + a.y * b.x) * inverse(1n + product)),
    y: mod((a.y * b.y + a.x * b.x) * inverse(1n - product)),
  };
}

export const negate = ({ x, y }) => ({ x: mod(-x), y });

export function multiply(point, scalar) {
  let [sum, doubled] = [identity, point];
  for (let rest = scalar; rest > 0n; rest >>= 1n, doubled = add(doubled, doubled)) if (rest & 1n) sum = add(sum, doubled);
  return sum;
}

export function encode({ x, y }) {
  const bytes = Buffer.from(hex(y), 'hex');
  bytes[31] |= Number(x & 1n) << 7;
  return bytes;
}

export function decode(bytes) {
  const y = toNumber(bytes) & ((1n << 255n) - 1n);
  const square = mod((y * y - 1n) * inverse(d * y * y + 1n));
  let x = power(square, (p + 3n) / 8n);
  if (mod(x * x) !== square) x = mod(x * rootOfMinusOne);
  if (mod(x * x) !== square) throw new Error('not on the curve');
  return { x: (x & 1n) === BigInt(bytes[31] >> 7) ? x : mod(-x), y };
}

/** Bytes, least significant first, as a number. */
export function toNumber(bytes) {
  return [...bytes].reduceRight((value, byte) => value << 8n | BigInt(byte), 0n);
}

function mod(value) {
  const rest = value % p;
  return rest < 0n ? rest + p : rest;
}

function power(value, exponent) {
  let [result, square] = [1n, mod(value)];
  for (let rest = exponent; rest > 0n; rest >>= 1n, square = mod(square * square)) if (rest & 1n) result = mod(result * square);
  return result;
}

function inverse(value) {
  return power(value, p - 2n);
}
