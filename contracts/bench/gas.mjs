// Measures what every step of our contracts costs, and whether the targets are met.
// Usage: node contracts/bench/gas.mjs [--config FILE]
//   FILE: base64 of the BoC of a chain's whole config, or JSON {"gasPrice","lump","bit","cell"} in nano; it stands in the
//   second column instead of the local chain's "cut" prices. Ends with 1 when a target is missed, with 2 on a wrong call.
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { marketRows, rentRows } from './market.mjs';
import { cutPrices, pricesFrom } from './prices.mjs';

const claimGasMax = 3_800n;
const batchGasMax = 1_900n;
const payoutNanoMax = 700_000n;          // a payout of a batch of 254, at full prices
const registry = new URL('registry.mjs', import.meta.url);

const ton = nano => nano === null ? '' : (Number(nano) / 1e9).toFixed(6);
const each = ({ nano, payouts }) => payouts > 1 ? nano / BigInt(payouts) : null;

async function main() {
  const { values: { config } } = parseArgs({ options: { config: { type: 'string' } } });
  const other = config ? await pricesFrom(config) : await cutPrices();
  const full = [...await marketRows('slim'), ...await rentRows('slim')];
  const second = [...await marketRows(other), ...await rentRows(other)];
  const rows = full.map((row, i) => ({ ...row, second: second[i] }));

  print(['step', 'gas', 'TON, full', config ? 'TON, --config' : 'TON, cut', 'a payout, full', config ? '--config' : 'cut'], [
    ...rows.map(row => [row.name, row.gas?.toString() ?? '', ton(row.nano), ton(row.second.nano), ton(each(row)), ton(each(row.second))]),
    ...(await registryRows()).map(({ name, gas, ton: price }) => [name, String(gas), Number(price).toFixed(6), '', '', '']),
  ]);
  return targets(rows);
}

/** The registry's and the stake's rows, where that bench is there: an array, or a function that makes it. */
async function registryRows() {
  if (!existsSync(registry)) return [];
  const exported = Object.values(await import(registry)).find(value => Array.isArray(value) || typeof value === 'function');
  return typeof exported === 'function' ? exported() : exported;
}

function targets(rows) {
  const row = name => rows.find(one => one.name === name);
  const batches = rows.filter(({ payouts }) => payouts !== undefined);
  const dearest = batches.reduce((most, { gas }) => gas > most ? gas : most, 0n);
  const results = [
    [`Claim, at most ${claimGasMax} gas`, row('channel: Claim').gas, claimGasMax],
    [`batch of any size, at most ${batchGasMax} gas`, dearest, batchGasMax],
    [`a payout of 254 under full prices, at most ${payoutNanoMax} nano`, each(row('vault: batch of 254')), payoutNanoMax],
  ].map(([target, measured, most]) => [target, measured.toString(), measured <= most ? 'met' : 'missed']);
  console.log();
  print(['target', 'measured', ''], results);
  return results.every(([, , result]) => result === 'met') ? 0 : 1;
}

function print(heads, rows) {
  const widths = heads.map((head, column) => Math.max(head.length, ...rows.map(row => row[column].length)));
  for (const row of [heads, ...rows]) {
    console.log(row.map((cell, column) => column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column])).join('  ').trimEnd());
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(`gas.mjs: ${error.message}`);
  process.exitCode = 2;
}
