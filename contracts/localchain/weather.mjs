// Bad weather: what a real network and a real API do to their clients and the sandbox does not. Everything is off at first.
import { invalid } from './errors.mjs';

const hourMilliseconds = 3_600_000;
const windowMilliseconds = 1_000;
export const manual = 'manual';

/** name -> { flag, default, read: value => setting; throws what is wrong with it, hint }. `read` takes strings, too. */
export const settings = {
  blockTime: { flag: 'block-time', default: 0, read: readBlockTime, hint: 'milliseconds between blocks, or manual; 0 = no blocks' },
  latencyMs: { flag: 'latency', default: 0, read: integerUpTo(60_000), hint: 'milliseconds that every answer takes longer' },
  jitterMs: { flag: 'jitter', default: 0, read: integerUpTo(60_000), hint: 'at most so many milliseconds more, at random' },
  requestsPerSecond: { flag: 'rate', default: 0, read: integerUpTo(1_000_000), hint: 'calls a second; what is above gets 429; 0 = no limit' },
  rejectShare: { flag: 'reject', default: 0, read: readShare, hint: 'share of messages that are refused' },
  dropShare: { flag: 'drop', default: 0, read: readShare, hint: 'share of messages that are accepted and never run' },
  delayShare: { flag: 'delay', default: 0, read: readShare, hint: 'share of messages that wait longer than for the next block' },
  delayBlocks: { flag: 'delay-blocks', default: 3, read: integerUpTo(1_000), hint: 'blocks that those wait longer' },
  duplicateShare: { flag: 'duplicate', default: 0, read: readShare, hint: 'share of messages that run twice' },
  loseReplyShare: { flag: 'lose-reply', default: 0, read: readShare, hint: 'share of messages that run, but whose sender gets no answer' },
  outage: { flag: 'outage', default: 'none', read: oneOf('none', '503', 'cut'), hint: 'every call is answered 503, or its connection cut' },
};

export const defaults = Object.fromEntries(Object.entries(settings).map(([name, setting]) => [name, setting.default]));

/** Settings in use, chance and the memory of recent calls. `milliseconds` is a clock that never goes back. */
export class Weather {
  #current;
  #messageRandom;
  #otherRandom;
  #milliseconds;
  #calls = [];

  constructor({ seed, initial = {}, milliseconds = () => performance.now() }) {
    this.seed = seed;
    // Two sources, so that the number of other calls does not change what happens to messages.
    this.#messageRandom = randomFrom(seed);
    this.#otherRandom = randomFrom(~seed);
    this.#milliseconds = milliseconds;
    this.#current = requireTogether({ ...defaults, ...initial });
  }

  get current() {
    return { ...this.#current };
  }

  /** `changes` as a caller wrote them. Throws ApiError, and then nothing has changed. */
  change(changes) {
    this.#current = requireTogether({ ...this.#current, ...readSettings(changes) });
    this.#calls = [];
  }

  /** Whether one more call is within the limit; counts it if so. */
  admitsCall() {
    const { requestsPerSecond } = this.#current;
    if (requestsPerSecond === 0) return true;
    const now = this.#milliseconds();
    this.#calls = this.#calls.filter(call => now - call < windowMilliseconds);
    if (this.#calls.length >= requestsPerSecond) return false;
    this.#calls.push(now);
    return true;
  }

  /** Milliseconds to hold an answer back. */
  nextLatency() {
    const { latencyMs, jitterMs } = this.#current;
    return jitterMs === 0 ? latencyMs : latencyMs + Math.floor(this.#otherRandom() * (jitterMs + 1));
  }

  /** What happens to the next message. Each draws from the same number of random numbers, so settings do not shift them. */
  nextFate() {
    const { rejectShare, dropShare, delayShare, delayBlocks, duplicateShare, loseReplyShare } = this.#current;
    const [rejected, dropped, delayed, duplicated, replyLost] =
      [rejectShare, dropShare, delayShare, duplicateShare, loseReplyShare].map(share => this.#messageRandom() < share);
    return { rejected, dropped, delayBlocks: delayed ? delayBlocks : 0, copies: duplicated ? 2 : 1, replyLost };
  }

  /** Whether something of this share happens. */
  happens(share) {
    return this.#otherRandom() < share;
  }
}

/** A message's fate under a blue sky. */
export const fair = { rejected: false, dropped: false, delayBlocks: 0, copies: 1, replyLost: false };

/** What `changes` says, checked; only the names it has. Throws ApiError. */
export function readSettings(changes) {
  const result = {};
  for (const [name, value] of Object.entries(changes)) {
    if (!Object.hasOwn(settings, name)) throw invalid(`${name} is no weather; there are ${Object.keys(settings).join(', ')}`);
    try {
      result[name] = settings[name].read(value);
    } catch (error) {
      throw invalid(`${name} ${error.message}`);
    }
  }
  return result;
}

/** Returns `all`, if its settings can be in use together. Throws ApiError. */
export function requireTogether(all) {
  if (all.delayShare > 0 && all.blockTime === 0) throw invalid('delayShare needs a blockTime: without blocks there is nothing to wait for');
  return all;
}

/** Numbers in [0, 1) from a seed (mulberry32), so that a run can be repeated. */
export function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

function readBlockTime(value) {
  if (value === manual) return manual;
  try {
    return integerUpTo(hourMilliseconds)(value);
  } catch {
    throw new Error(`must be ${manual} or an integer from 0 to ${hourMilliseconds}`);
  }
}

function integerUpTo(max) {
  return value => {
    if (!/^\d{1,9}$/.test(String(value)) || Number(value) > max) throw new Error(`must be an integer from 0 to ${max}`);
    return Number(value);
  };
}

function readShare(value) {
  const share = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof share !== 'number' || !(share >= 0 && share <= 1)) throw new Error('must be a number from 0 to 1');
  return share;
}

function oneOf(...names) {
  return value => {
    if (!names.includes(String(value))) throw new Error(`must be one of ${names.join(', ')}`);
    return String(value);
  };
}
