// Bytes as receipts and commitments have them: big-endian, whatever varies preceded by its length in four bytes.
const encoder = new TextEncoder();

export const utf8 = text => encoder.encode(text);

export function hex(text) {
  if (!/^([0-9a-f]{2})*$/i.test(text)) throw new RangeError('not hex digits');
  return Uint8Array.from(text.match(/../g) ?? [], pair => parseInt(pair, 16));
}

export const toHex = bytes => Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');

export function concat(parts) {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

export function prefixed(bytes) {
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, bytes.length);
  return concat([length, bytes]);
}

export function int64(value) {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigInt64(0, BigInt(value));
  return bytes;
}

export const sha256 = async bytes => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
