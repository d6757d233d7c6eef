// A local TON chain with toncenter's HTTP API. docs/localchain.md says what it is good for.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createApiServer } from './api/server.mjs';
import { BlockMaker } from './blockmaker.mjs';
import { Chain, ChainStateError } from './chain.mjs';
import { Journal, JournalCorruptError, moveAside } from './journal.mjs';
import { StateInUseError, StateLock } from './lock.mjs';
import { readOptions, usage, UsageError } from './options.mjs';
import { loadConfig } from './config.mjs';
import { Weather } from './weather.mjs';

const host = '127.0.0.1';
const graceMilliseconds = 5_000;

try {
  await run(readOptions(process.argv.slice(2)));
} catch (error) {
  die(error);
}

async function run(options) {
  mkdirSync(options.state, { recursive: true });
  const lock = StateLock.acquire(join(options.state, 'lock'));
  process.once('exit', () => lock.release());

  let chain;
  let blocks;
  const weather = new Weather({ seed: options.seed, initial: options.weather });
  const server = createApiServer({ chain: () => chain, weather, forecast, stop, onFatal: die });
  // The port comes first: when it is taken, nothing must have happened to the state.
  const port = await listen(server, options.port);
  chain = openChain(options);
  blocks = new BlockMaker(await chain, die);
  await blocks.use(weather.current.blockTime);
  lock.confirm();
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, stop);
  if (options.withParent) onParentGone(stop);
  console.log(`localchain ready http://${host}:${port}`);

  /** The weather changes: `changes` as in weather.mjs, one with a bad value changes nothing. */
  async function forecast(changes) {
    weather.change(changes);
    if ('blockTime' in changes) await blocks.use(weather.current.blockTime);
  }

  /** Lets running requests end. Every acknowledged step is on disk already. */
  function stop() {
    blocks?.stop();
    server.close(() => process.exit(0));
    setTimeout(() => server.closeAllConnections(), graceMilliseconds).unref();
  }
}

async function openChain({ state, fresh, prices, weather }) {
  const path = join(state, 'journal.log');
  const old = fresh ? moveAside(path, new Date()) : null;
  if (old) console.error(`localchain: the old state is kept as ${old}`);
  const { journal, records, cutBytes } = Journal.open(path);
  if (cutBytes > 0) console.error(`localchain: cut ${cutBytes} bytes of an unfinished record off ${path}; nobody had been told of it`);
  return Chain.open({ config: await loadConfig(prices), prices, journal, records, hasBlocks: Boolean(weather.blockTime) });
}

function listen(server, port) {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve(server.address().port));
  });
}

/** A parent that is killed can tell nobody; but the pipe it held closes. */
function onParentGone(stop) {
  process.stdin.once('end', stop).once('close', stop).once('error', stop).resume();
}

function die(error) {
  console.error(describe(error));
  process.exit(1);
}

function describe(error) {
  if (error instanceof UsageError) return `localchain: ${error.message}\n${usage}`;
  if (error.code === 'EADDRINUSE') {
    return `localchain: port ${error.port} on ${error.address} is taken; stop the other program, or choose another port with --port (0 = any free one).`;
  }
  const expected = [StateInUseError, JournalCorruptError, ChainStateError].some(type => error instanceof type);
  return expected ? `localchain: ${error.message}` : error;
}
