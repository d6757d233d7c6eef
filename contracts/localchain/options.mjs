import { parseArgs } from 'node:util';
import { priceNames } from './config.mjs';

/** The command line cannot be understood. */
export class UsageError extends Error {}

export const usage = `usage: node contracts/localchain/main.mjs --port N --state DIR [--fresh] [--prices ${priceNames.join('|')}] [--with-parent]
  --port         port on 127.0.0.1; 0 = any free one
  --state        directory of the chain's journal; made when missing
  --fresh        begin a new chain; the old journal is kept under another name
  --prices       full = the sandbox's prices (default), cut = gas and forward prices divided by 6
  --with-parent  end when standard input closes`;

/** { port, state, fresh, prices, withParent } */
export function readOptions(args) {
  const { port, state, fresh, prices, 'with-parent': withParent } = parse(args);
  if (!/^\d{1,5}$/.test(port ?? '') || Number(port) > 65_535) throw new UsageError('--port must be a number from 0 to 65535.');
  if (!state) throw new UsageError('--state must name a directory.');
  if (!priceNames.includes(prices)) throw new UsageError(`--prices must be one of ${priceNames.join(', ')}.`);
  return { port: Number(port), state, fresh, prices, withParent };
}

function parse(args) {
  try {
    return parseArgs({
      args,
      options: {
        port: { type: 'string' },
        state: { type: 'string' },
        fresh: { type: 'boolean', default: false },
        prices: { type: 'string', default: 'full' },
        'with-parent': { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error.message);
  }
}
