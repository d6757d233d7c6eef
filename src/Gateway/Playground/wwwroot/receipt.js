// The byte form of receipts (docs/receipts.md), and what a browser can check about one.
import { concat, hex, int64, prefixed, sha256, toHex, utf8 } from './bytes.js';
import { charge, nano, ton } from './money.js';

const tiers = ['simulated', 'open', 'cpu_tee', 'cc_gpu'];
const endings = ['stop', 'length', 'cancelled', 'interrupted'];
const kinds = ['prompt', 'cached_prompt', 'completion', 'reasoning'];

/** The bytes whose hash both parties sign. */
export function encode(receipt) {
  const text = value => prefixed(utf8(value));
  const raw = value => prefixed(hex(value));
  const number = value => int64(nano(value));
  const bonus = receipt.bonus_bps ?? 0;
  return concat([
    text(bonus === 0 ? 'cocoon.receipt.v1' : 'cocoon.receipt.v2'), text(receipt.job), text(receipt.client), text(receipt.channel), text(receipt.provider), text(receipt.model), raw(receipt.weight_hash),
    ...kinds.map(kind => number(receipt.tokens[kind])), ...kinds.map(kind => number(receipt.prices[kind])),
    number(receipt.charge), number(receipt.fee_bps), raw(receipt.prompt_commitment), raw(receipt.answer_commitment),
    int64(place(tiers, receipt.tier)), raw(receipt.appraisal_hash), int64(place(endings, receipt.ending)),
    int64(milliseconds(receipt.started_at)), int64(milliseconds(receipt.ended_at)),
    ...(bonus === 0 ? [] : [number(bonus)]),
  ]);
}

export const hash = async receipt => sha256(encode(receipt));

/** A salted commitment to parts of text, as the provider's machine makes it. */
export const commit = async (salt, parts) => toHex(await sha256(concat([utf8('cocoon.commitment.v1'), salt, ...parts.map(part => prefixed(utf8(part)))])));

/**
 * What can be said about an answer's receipt: a list of { what, verdict, why }, with verdicts "good", "bad", and "open" for what
 * this browser cannot tell.
 * @param {object} answer `cocoon` of the answer: receipt, salt, receipt_hash, job_id
 * @param {object} seen what this page saw itself: messages, text, model, and marketKey if the gateway told it before
 */
export async function check(answer, seen) {
  const { receipt } = answer.receipt;
  if (!crypto.subtle) return [open('Everything', 'Browsers hash and verify on https and on this machine only; `cocoon receipt verify` checks it.')];
  return Promise.all([
    claim('Names this job and model', () => receipt.job === answer.job_id && receipt.model === seen.model),
    claim('Charge follows from counts and prices', () => nano(receipt.charge) === charge(receipt.tokens, receipt.prices), () => sum(receipt)),
    claim('Its hash is the one stated', async () => toHex(await hash(receipt)) === answer.receipt_hash),
    claim('Commits to what was asked', async () => await commit(hex(answer.salt), seen.messages.flatMap(message => [message.role, message.content])) === receipt.prompt_commitment),
    seen.text === undefined
      ? open('Commits to the answer', 'The answer was more than plain text; the client library checks those.')
      : claim('Commits to the answer above', async () => await commit(hex(answer.salt), [seen.text]) === receipt.answer_commitment),
    signature("Machine's signature", receipt, answer.receipt.enclave_key, answer.receipt.provider_signature),
    signature("Market's signature", receipt, answer.receipt.market_key, answer.receipt.market_signature),
    seen.marketKey === undefined
      ? open("The market's key is your market's", 'The gateway did not tell its market’s key.')
      : claim("The market's key is your market's", () => answer.receipt.market_key === seen.marketKey, () => "By this gateway's word."),
    open('The machine is what its tier says', 'A page cannot verify TEE evidence; the client library does.'),
  ]);
}

/** "bad" if anything is, "good" if all that could be checked holds, "open" if nothing could. */
export function verdict(checks) {
  if (checks.some(check => check.verdict === 'bad')) return 'bad';
  return checks.some(check => check.verdict === 'good') ? 'good' : 'open';
}

async function claim(what, holds, why = () => '') {
  try {
    return { what, verdict: await holds() ? 'good' : 'bad', why: why() };
  } catch (error) {
    return { what, verdict: 'bad', why: `It cannot be read: ${error.message}.` };
  }
}

const open = (what, why) => ({ what, verdict: 'open', why });

async function signature(what, receipt, key, signed) {
  let imported;
  try {
    imported = await crypto.subtle.importKey('raw', hex(key), { name: 'Ed25519' }, false, ['verify']);
  } catch (error) {
    if (error.name === 'NotSupportedError') return open(what, 'This browser has no Ed25519; `cocoon receipt verify` checks it.');
    return { what, verdict: 'bad', why: 'Its key is none.' };
  }
  return claim(what, async () => crypto.subtle.verify({ name: 'Ed25519' }, imported, hex(signed), await hash(receipt)), () => `Key ${key.slice(0, 16)}…`);
}

const sum = receipt => kinds.filter(kind => receipt.tokens[kind] > 0)
  .map(kind => `${receipt.tokens[kind]} ${kind.replace('_', ' ')} × ${ton(nano(receipt.prices[kind]))}`).join(' + ') + ` TON per million = ${ton(nano(receipt.charge))} TON`;

function place(names, name) {
  const index = names.indexOf(name);
  if (index < 0) throw new RangeError(`"${name}" is not known to this page`);
  return index;
}

/** Receipts count whole milliseconds; the text has more digits than Date reads for sure. */
function milliseconds(time) {
  const match = /^(.{19})(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/.exec(time);
  const seconds = match ? Date.parse(match[1] + match[3]) : NaN;
  if (Number.isNaN(seconds)) throw new RangeError('not a time');
  return seconds + Number((match[2] ?? '').padEnd(3, '0').slice(0, 3));
}
