// Rent at the sandbox's prices: one nano a bit and 500 a cell for 65,536 seconds, rounded up.
const period = 65_536n;

export const rentFor = ({ bits, cells, seconds }) => ((bits + 500n * cells) * seconds + period - 1n) / period;
