import { parseArgs } from 'node:util';
import { priceNames } from './config.mjs';
import { defaults, readSettings, requireTogether, settings } from './weather.mjs';

/** The command line cannot be understood. */
export class UsageError extends Error {}

const defaultSeed = '1';
const seedMax = 2 ** 32 - 1;

export const usage = `usage: node contracts/localchain/main.mjs --port N --state DIR [--fresh] [--prices ${priceNames.join('|')}] [--with-parent] [weather]
  --port         port on 127.0.0.1; 0 = any free one
  --state        directory of the chain's journal; made when missing
  --fresh        begin a new chain; the old journal is kept under another name
  --prices       full = the sandbox's prices (default), cut = gas and forward prices divided by 6
  --with-parent  end when standard input closes
weather (all off by default; POST /dev/weather changes it at run time):
${Object.values(settings).map(({ flag, hint }) => `  --${flag.padEnd(12)} ${hint}`).join('\n')}
  --seed         number from which the weather's chances are drawn (default ${defaultSeed})`;

/** { port, state, fresh, prices, withParent, seed, weather } */
export function readOptions(args) {
  const { port, state, fresh, prices, 'with-parent': withParent, seed, ...flags } = parse(args);
  if (!/^\d{1,5}$/.test(port ?? '') || Number(port) > 65_535) throw new UsageError('--port must be a number from 0 to 65535.');
  if (!state) throw new UsageError('--state must name a directory.');
  if (!priceNames.includes(prices)) throw new UsageError(`--prices must be one of ${priceNames.join(', ')}.`);
  if (!/^\d{1,10}$/.test(seed) || Number(seed) > seedMax) throw new UsageError(`--seed must be a number from 0 to ${seedMax}.`);
  return { port: Number(port), state, fresh, prices, withParent, seed: Number(seed), weather: weatherOf(flags) };
}

function weatherOf(flags) {
  const result = {};
  for (const [name, { flag }] of Object.entries(settings)) {
    if (flags[flag] === undefined) continue;
    try {
      Object.assign(result, readSettings({ [name]: flags[flag] }));
    } catch (error) {
      throw new UsageError(`--${flag}${error.message.slice(name.length)}.`);
    }
  }
  try {
    requireTogether({ ...defaults, ...result });
  } catch (error) {
    throw new UsageError(`${error.message}.`);
  }
  return result;
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
        seed: { type: 'string', default: defaultSeed },
        ...Object.fromEntries(Object.values(settings).map(({ flag }) => [flag, { type: 'string' }])),
      },
    }).values;
  } catch (error) {
    throw new UsageError(error.message);
  }
}
