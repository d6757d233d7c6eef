// What stands under an answer: its cost, and its receipt with what this page could check of it.
import { el } from './dom.js';
import { nano, ton } from './money.js';
import { check, verdict } from './receipt.js';

const words = { good: 'ok', bad: 'WRONG', open: 'open' };
const results = { good: 'receipt checked', bad: 'RECEIPT WRONG', open: 'receipt not checked' };

/** An answer's line of cost, which unfolds into its receipt. */
export async function bill(market, seen, speed) {
  const cost = `${ton(nano(market.charge_nano))} TON`;
  if (!market.receipt) return el('p', { className: 'note' }, `${cost}: nothing was delivered, so there is no receipt.`);
  const { receipt } = market.receipt;
  const checks = await check(market, seen);
  const result = verdict(checks);
  const { tokens } = receipt;
  const line = [cost, `${tokens.prompt + tokens.cached_prompt} + ${tokens.completion + tokens.reasoning} tokens`, `tier ${market.tier}`, ...speed ? [speed] : []].join(' · ');
  return el('details', { className: 'bill' },
    el('summary', {}, `${line} · `, el('span', { className: `badge ${result}` }, results[result])),
    el('ul', { className: 'checks' }, ...checks.map(one => el('li', {}, el('span', { className: `badge ${one.verdict}` }, words[one.verdict]), el('span', {}, one.what, ...one.why ? [el('span', { className: 'note' }, ` ${one.why}`)] : [])))),
    facts(market, receipt));
}

function facts(market, receipt) {
  const { tokens } = receipt;
  const share = bps => nano(receipt.charge) * nano(bps) / 10_000n;
  const bonus = share(receipt.bonus_bps ?? 0);
  const kept = share(receipt.fee_bps) - bonus;
  const rows = {
    Job: receipt.job, Model: receipt.model, Weights: receipt.weight_hash, Provider: receipt.provider, Channel: receipt.channel, Client: receipt.client,
    Tokens: `${tokens.prompt} prompt, ${tokens.cached_prompt} cached, ${tokens.completion} completion, ${tokens.reasoning} reasoning`,
    Charge: `${ton(nano(receipt.charge))} TON, of which the market keeps ${ton(kept)}${bonus > 0n ? ` and gives the provider a bonus of ${ton(bonus)}` : ''}`, Ended: `${receipt.ending}, ${receipt.ended_at}`, Tier: receipt.tier, Appraisal: receipt.appraisal_hash,
    'Receipt hash': market.receipt_hash, 'Prompt commitment': receipt.prompt_commitment, 'Answer commitment': receipt.answer_commitment, Salt: market.salt, Voucher: market.voucher,
  };
  return el('dl', { className: 'facts' }, ...Object.entries(rows).filter(([, value]) => value).map(([name, value]) => el('div', {}, el('dt', {}, name), el('dd', {}, String(value)))));
}
