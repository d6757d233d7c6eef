/** 32 bytes of a number, least significant first, as hex. */
export function hex(value) {
  const bytes = Buffer.alloc(32);
  for (let i = 0, rest = value; i < 32; i++, rest >>= 8n) bytes[i] = Number(rest & 255n);
  return bytes.toString('hex');
}
