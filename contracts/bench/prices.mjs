// Configs of a chain under which bench/gas.mjs measures: the sandbox's own, with other prices or network id.
import { readFileSync } from 'node:fs';
import { beginCell, Cell, Dictionary } from '@ton/core';
import { Blockchain } from '@ton/sandbox';
import { loadConfig } from '../localchain/config.mjs';
import { networkId } from '../tests/support/world.mjs';

const networkIdParam = 19;
const gasPriceParam = 21;           // of the basechain, as are the forward prices
const forwardPriceParam = 25;
const flatGas = 100n;               // gas of which the price is always taken
const fraction = 65_536;            // prices of gas, bits and cells are stored with 16 binary places

/** The sandbox's config under the "cut" prices of the local chain. */
export async function cutPrices() {
  return forWorlds((await loadConfig('cut')).cell);
}

/**
 * The config of a file: base64 of the BoC of a chain's whole config, or JSON { gasPrice, lump, bit, cell } in nano: for a
 * unit of gas, for a message, for a bit and for a cell of it. Throws with a sentence that says what is wrong.
 */
export async function pricesFrom(path) {
  const text = readFileSync(path, 'utf8').trim();
  if (!text.startsWith('{')) return forWorlds(Cell.fromBase64(text));
  const prices = JSON.parse(text);
  for (const name of ['gasPrice', 'lump', 'bit', 'cell']) {
    if (!(prices[name] >= 0)) throw new Error(`${path} has no price "${name}": it takes a number of nano, 0 or more.`);
  }
  const params = read((await Blockchain.create({ config: 'slim' })).config);
  params.set(gasPriceParam, withGasPrice(params.get(gasPriceParam), stored(prices.gasPrice)));
  params.set(forwardPriceParam, withForwardPrices(params.get(forwardPriceParam), [BigInt(Math.round(prices.lump)), stored(prices.bit), stored(prices.cell)]));
  return write(params);
}

/** The tests' worlds live on a network of their own. */
function forWorlds(config) {
  const params = read(config);
  params.set(networkIdParam, beginCell().storeInt(networkId, 32).endCell());
  return write(params);
}

const read = config => Dictionary.loadDirect(Dictionary.Keys.Int(32), Dictionary.Values.Cell(), config);
const write = params => beginCell().storeDictDirect(params).endCell().toBoc().toString('base64');
const stored = price => BigInt(Math.round(price * fraction));

/** gas_flat_pfx#d1 flat_gas_limit flat_gas_price (gas_prices_ext#de gas_price ...), all uint64. */
function withGasPrice(cell, price) {
  const source = cell.beginParse();
  const [flatTag, , , tag] = [source.loadUint(8), source.skip(64), source.skip(64), source.loadUint(8)];
  source.skip(64);
  return beginCell()
    .storeUint(flatTag, 8).storeUint(flatGas, 64).storeUint(flatGas * price / BigInt(fraction), 64)
    .storeUint(tag, 8).storeUint(price, 64).storeSlice(source).endCell();
}

/** msg_forward_prices#ea lump_price bit_price cell_price (uint64 each), then fields that are not prices. */
function withForwardPrices(cell, prices) {
  const source = cell.beginParse();
  const result = beginCell().storeUint(source.loadUint(8), 8);
  source.skip(3 * 64);
  for (const price of prices) result.storeUint(price, 64);
  return result.storeSlice(source).endCell();
}
