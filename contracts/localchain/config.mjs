// The chain's config: the sandbox's snapshot of mainnet under a network id of its own, optionally with lower prices.
import { beginCell, Dictionary } from '@ton/core';
import { Blockchain } from '@ton/sandbox';

/** `full` are the prices of the snapshot; `cut` divides every gas and forward price by 6 (reported, not read from a chain). */
export const priceNames = ['full', 'cut'];

/** What is signed for this chain must be worth nothing on mainnet (-239) and testnet (-3). */
export const networkId = -217;

const networkIdParam = 19;
const cutDivisor = 6n;
const gasPriceParams = [20, 21];
const forwardPriceParams = [24, 25];

/** { cell, base64: as the executor takes it, get: id => Cell | undefined } */
export async function loadConfig(prices) {
  const { config } = await Blockchain.create({ config: 'slim' });
  const params = Dictionary.loadDirect(Dictionary.Keys.Int(32), Dictionary.Values.Cell(), config);
  params.set(networkIdParam, beginCell().storeInt(networkId, 32).endCell());
  if (prices === 'cut') {
    for (const id of gasPriceParams) params.set(id, cutGasPrices(params.get(id)));
    for (const id of forwardPriceParams) params.set(id, cutForwardPrices(params.get(id)));
  }
  const cell = beginCell().storeDictDirect(params).endCell();
  return {
    cell,
    base64: cell.toBoc().toString('base64'),
    get: id => params.get(id),
  };
}

/** gas_flat_pfx#d1 flat_gas_limit flat_gas_price (gas_prices_ext#de gas_price ...), all uint64. */
function cutGasPrices(cell) {
  const source = cell.beginParse();
  const flatTag = expectTag(source, 0xd1);
  const flatLimit = source.loadUintBig(64);
  const flatPrice = source.loadUintBig(64);
  const tag = expectTag(source, 0xde);
  const gasPrice = source.loadUintBig(64);
  return beginCell()
    .storeUint(flatTag, 8).storeUint(flatLimit, 64).storeUint(flatPrice / cutDivisor, 64)
    .storeUint(tag, 8).storeUint(gasPrice / cutDivisor, 64).storeSlice(source)
    .endCell();
}

/** msg_forward_prices#ea lump_price bit_price cell_price (uint64 each), then fields that are not prices. */
function cutForwardPrices(cell) {
  const source = cell.beginParse();
  const result = beginCell().storeUint(expectTag(source, 0xea), 8);
  for (let i = 0; i < 3; i++) result.storeUint(source.loadUintBig(64) / cutDivisor, 64);
  return result.storeSlice(source).endCell();
}

function expectTag(source, expected) {
  const tag = source.loadUint(8);
  if (tag !== expected) throw new Error(`The sandbox's config has an unknown price layout (tag 0x${tag.toString(16)}).`);
  return tag;
}
