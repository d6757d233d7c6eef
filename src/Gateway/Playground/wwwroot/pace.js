// How fast models answer, as this page sees it: tokens after the first, by the time from the first to the last.
export class Pace {
  #seen = new Map();

  add(model, tokens, milliseconds) {
    if (tokens < 2 || milliseconds <= 0) return;
    const seen = this.#seen.get(model) ?? { tokens: 0, milliseconds: 0 };
    this.#seen.set(model, { tokens: seen.tokens + tokens - 1, milliseconds: seen.milliseconds + milliseconds });
  }

  /** Tokens a second; undefined before the first answer. */
  of(model) {
    const seen = this.#seen.get(model);
    return seen && seen.tokens * 1000 / seen.milliseconds;
  }
}
