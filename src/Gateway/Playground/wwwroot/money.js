// Amounts are nanoTON: whole numbers, 10⁹ to a TON. A number that JSON cannot carry exactly is refused, never rounded.
const perTon = 1_000_000_000n;
const tokensPerPrice = 1_000_000n;

export function nano(value) {
  if (!Number.isSafeInteger(value)) throw new RangeError('an amount is too large for this browser to read exactly');
  return BigInt(value);
}

/** "0.00086" of 860000: no more decimals than it has. */
export function ton(amount) {
  const sign = amount < 0n ? '-' : '';
  const size = amount < 0n ? -amount : amount;
  const rest = (size % perTon).toString().padStart(9, '0').replace(/0+$/, '');
  return `${sign}${size / perTon}${rest ? '.' + rest : ''}`;
}

/** ⌈Σ tokens × price / 10⁶⌉: summed exactly, rounded up once. */
export function charge(tokens, prices) {
  const sum = ['prompt', 'cached_prompt', 'completion', 'reasoning'].reduce((all, kind) => all + nano(tokens[kind]) * nano(prices[kind]), 0n);
  return (sum + tokensPerPrice - 1n) / tokensPerPrice;
}
