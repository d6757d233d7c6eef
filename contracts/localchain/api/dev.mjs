// What a real chain does not have: money from nowhere, a clock to turn, and an end.
import { networkId } from '../config.mjs';
import { invalid } from '../errors.mjs';
import { undoableBlocks } from '../ledger.mjs';
import * as params from './params.mjs';
import { transactionId } from './shapes.mjs';

const yearSeconds = 366 * 86_400;
const blocksMax = 1_000;

/** "VERB name" -> (chain, parameters, { stop, weather, forecast }) => result or promise. Throws ApiError. */
export const devMethods = {
  async 'POST faucet'(chain, input) {
    const address = params.address(input);
    const amount = params.bigInteger(input, 'amount');
    if (!amount) throw invalid('amount must be a positive number of nano, sent as a string');
    const { lt, hash } = await chain.faucet(address, amount);
    return transactionId(lt, hash);
  },

  async 'POST time'(chain, input) {
    return { now: await chain.addTime(params.integer(input, 'addSeconds', { min: 0, max: yearSeconds })) };
  },

  'GET health': chain => ({
    now: chain.now, seqno: chain.block.seqno, networkId, prices: chain.prices, ...chain.stats,
  }),

  'GET weather': (chain, input, { weather }) => ({ seed: weather.seed, ...weather.current }),

  async 'POST weather'(chain, input, { weather, forecast }) {
    await forecast(input);
    return { seed: weather.seed, ...weather.current };
  },

  'POST block': (chain, input) => chain.makeBlocks(params.integer(input, 'count', { fallback: 1, min: 1, max: blocksMax })),

  'POST reorg'(chain, input, { weather }) {
    const depth = params.integer(input, 'depth', { min: 1, max: undoableBlocks });
    return chain.reorganise(depth, keeper(input.keep ?? 1, weather));
  },

  'POST stop'(chain, input, { stop }) {
    stop();
    return { stopping: true };
  },
};

/** `keep` is a share, or the list of the hashes of those messages that go back to the mempool. */
function keeper(keep, weather) {
  if (Array.isArray(keep)) {
    const kept = new Set(keep.map(value => params.hash({ value }, 'value')));
    return hash => kept.has(hash);
  }
  if (typeof keep !== 'number' || !(keep >= 0 && keep <= 1)) throw invalid('keep must be a number from 0 to 1, or a list of message hashes');
  return () => weather.happens(keep);
}
