// What this page asks the gateway that served it.
import { events } from './events.js';

export class ApiError extends Error {
  constructor(status, error) {
    super(error?.message || `The gateway answered with status ${status}.`);
    this.status = status;
    this.code = error?.code;
  }
}

export class Gateway {
  #key;

  constructor(key) { this.#key = key; }

  models = async () => (await this.#json('/v1/models')).data;

  channel = () => this.#json('/cocoon/v1/channel');

  receipt = job => this.#json(`/cocoon/v1/receipts/${encodeURIComponent(job)}`);

  /** The chunks of an answer; ends without an error only after [DONE]. */
  async *chat(body, signal) {
    const response = await this.#ask('/v1/chat/completions', {
      method: 'POST', signal, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ ...body, stream: true, stream_options: { include_usage: true } }),
    });
    for await (const data of events(response.body)) {
      if (data === '[DONE]') return;
      const chunk = JSON.parse(data);
      if (chunk.error) throw new ApiError(response.status, chunk.error);
      yield chunk;
    }
    throw new ApiError(response.status, { message: 'The answer was cut off. What had arrived is charged.' });
  }

  async #json(path) { return (await this.#ask(path)).json(); }

  async #ask(path, options = {}) {
    let response;
    try {
      response = await fetch(path, { ...options, headers: { ...options.headers, authorization: `Bearer ${this.#key}` }, cache: 'no-store', credentials: 'omit' });
    } catch (error) {
      if (error.name === 'AbortError') throw error;
      throw new ApiError(0, { message: 'The gateway does not answer. Is it still running?' });
    }
    if (response.ok) return response;
    const body = await response.json().catch(() => null);
    throw new ApiError(response.status, body?.error);
  }
}
