// What a real chain does not have: money from nowhere, a clock to turn, and an end.
import { networkId } from '../config.mjs';
import { invalid } from '../errors.mjs';
import * as params from './params.mjs';
import { transactionId } from './shapes.mjs';

const yearSeconds = 366 * 86_400;

/** "VERB name" -> (chain, parameters, { stop }) => result or promise. Throws ApiError. */
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
    now: chain.now, seqno: chain.seqno, networkId, prices: chain.prices, ...chain.stats,
  }),

  'POST stop'(chain, input, { stop }) {
    stop();
    return { stopping: true };
  },
};
