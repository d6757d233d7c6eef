// The list of models, with what the market says of each now.
import { byId, el } from './dom.js';
import { nano, ton } from './money.js';

export class ModelList {
  #pace;
  #shown = '';
  chosen;

  constructor(pace) { this.#pace = pace; }

  show(models) {
    const served = models.filter(model => model.cocoon.providers > 0);
    if (!served.some(model => model.id === this.chosen)) this.chosen = served[0]?.id;
    byId('models-note').textContent = served.length > 0 ? warning(served) : 'Nobody serves a model now.';
    const rows = models.map(model => [model.id, this.#facts(model)]);
    // Drawn anew only when something changed: whoever is on a row with the keyboard stays there.
    const now = JSON.stringify([rows, this.chosen]);
    if (now === this.#shown) return;
    this.#shown = now;
    const focused = document.activeElement?.name === 'model';
    byId('models').replaceChildren(...models.map((model, i) => this.#row(model, rows[i][1])));
    if (focused) byId('models').querySelector(':checked')?.focus();
  }

  #row(model, facts) {
    const choice = el('input', { type: 'radio', name: 'model', value: model.id, checked: model.id === this.chosen, disabled: model.cocoon.providers === 0 });
    choice.addEventListener('change', () => { this.chosen = model.id; });
    return el('label', { className: 'model' }, choice, el('strong', {}, model.id), el('span', { className: 'note' }, facts));
  }

  #facts({ id, cocoon }) {
    if (cocoon.providers === 0) return 'no provider now';
    const price = cocoon.lowest_price_nano_per_million_tokens;
    const speed = this.#pace.of(id) ?? cocoon.best_speed?.tokens_per_second;
    return [
      `${ton(nano(price.prompt))} in, ${ton(nano(price.completion))} out`, cocoon.tiers.join(', '), `${cocoon.context_length} context`,
      `${cocoon.providers} ${cocoon.providers === 1 ? 'provider' : 'providers'}`, speed ? `${speed.toFixed(speed < 10 ? 1 : 0)} tokens/s` : 'speed not seen yet',
    ].join(' · ');
  }
}

const warning = models => (models.every(model => model.cocoon.tiers.every(tier => tier === 'simulated'))
  ? 'Tier simulated: no TEE protects prompts here, so send nothing secret.'
  : '');
