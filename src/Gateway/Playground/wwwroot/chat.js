// The conversation: asks, shows what comes, and bills it.
import { bill } from './bill.js';
import { byId, el } from './dom.js';
import { nano, ton } from './money.js';

const receiptTries = 10;
const receiptPauseMs = 300;

export class Chat {
  #messages = [];
  #stop;
  #meter;
  #pace;

  constructor(meter, pace) {
    this.#meter = meter;
    this.#pace = pace;
  }

  get isBusy() { return this.#stop !== undefined; }

  stop() { this.#stop?.abort(); }

  reset() {
    this.stop();
    this.#messages = [];
    byId('log').replaceChildren(el('p', { className: 'empty' }, 'A new conversation. Nothing of the old one is sent.'));
  }

  /** @param settings { model, system, maxTokens, temperature, tier, marketKey } */
  async ask(gateway, question, settings) {
    const asked = [...settings.system ? [{ role: 'system', content: settings.system }] : [], ...this.#messages, { role: 'user', content: question }];
    const text = el('div', { className: 'turn busy' });
    const answer = el('div', { className: 'answer' }, text);
    byId('log').querySelector('.empty')?.remove();
    byId('log').append(el('div', { className: 'turn user' }, question), answer);
    const got = { text: '', plain: true };
    this.#stop = new AbortController();
    try {
      await this.#receive(gateway.chat(body(asked, settings), this.#stop.signal), got, text);
      this.#messages = [...asked.filter(message => message.role !== 'system'), { role: 'assistant', content: got.text }];
      await this.#settle(answer, got, asked, settings);
    } catch (error) {
      if (error.name !== 'AbortError') {
        answer.append(el('p', { className: 'banner bad', role: 'alert' }, error.message));
        throw error;
      }
      await this.#stopped(gateway, answer, got);
    } finally {
      this.#stop = undefined;
      text.classList.remove('busy');
      if (text.textContent === '') text.remove();
      scroll();
    }
  }

  async #receive(chunks, got, text) {
    for await (const chunk of chunks) {
      got.job = chunk.id.replace(/^chatcmpl-/, '');
      if (chunk.cocoon?.charge_nano !== undefined) got.market = chunk.cocoon;
      if (chunk.usage) got.usage = chunk.usage;
      const delta = chunk.choices[0]?.delta;
      if (delta?.tool_calls || delta?.reasoning_content || delta?.refusal) got.plain = false;
      if (!delta?.content) continue;
      got.first ??= performance.now();
      got.last = performance.now();
      got.text += delta.content;
      text.textContent = got.text;
      scroll();
    }
  }

  async #settle(answer, got, asked, settings) {
    const tokens = got.usage?.completion_tokens ?? 0;
    this.#pace.add(settings.model, tokens, got.last - got.first);
    this.#meter.add(nano(got.market.charge_nano), got.usage?.total_tokens ?? 0);
    const speed = tokens > 1 && got.last > got.first ? `${((tokens - 1) * 1000 / (got.last - got.first)).toFixed(0)} tokens/s` : '';
    answer.append(await bill(got.market, { messages: asked, text: got.plain ? got.text : undefined, model: settings.model, marketKey: settings.marketKey }, speed));
  }

  /** A stopped answer is charged for what had arrived; its receipt comes a moment later. */
  async #stopped(gateway, answer, got) {
    const note = el('p', { className: 'note' }, 'Stopped; waiting for the receipt of what had arrived.');
    answer.append(note);
    for (let i = 0; got.job && i < receiptTries; i++) {
      await new Promise(resolve => setTimeout(resolve, receiptPauseMs));
      const { receipt } = await gateway.receipt(got.job).catch(() => ({}));
      if (!receipt) continue;
      const { prompt, cached_prompt: cached, completion, reasoning } = receipt.tokens;
      this.#meter.add(nano(receipt.charge), prompt + cached + completion + reasoning);
      note.textContent = `Stopped: ${ton(nano(receipt.charge))} TON for the ${completion + reasoning} tokens that had been delivered.`;
      return;
    }
    note.textContent = 'Stopped before anything was charged, or its receipt is late; the channel’s sum will show it.';
  }
}

function body(messages, { model, maxTokens, temperature, tier }) {
  return {
    model, messages,
    ...maxTokens && { max_completion_tokens: maxTokens },
    ...temperature !== undefined && { temperature },
    ...tier && { cocoon: { tier } },
  };
}

function scroll() {
  const log = byId('log');
  log.scrollTop = log.scrollHeight;
}
