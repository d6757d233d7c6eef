// What the answers of this tab cost.
import { ton } from './money.js';

export class Meter {
  #sum = 0n;
  #answers = 0;
  #tokens = 0;

  add(charge, tokens) {
    this.#sum += charge;
    this.#answers++;
    this.#tokens += tokens;
  }

  get sum() { return `${ton(this.#sum)} TON`; }

  get note() {
    if (this.#answers === 0) return 'No answer yet.';
    return `${this.#answers} ${this.#answers === 1 ? 'answer' : 'answers'}, ${this.#tokens} tokens, ${ton(this.#sum / BigInt(this.#answers))} TON each.`;
  }
}
