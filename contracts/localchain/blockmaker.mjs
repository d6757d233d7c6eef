// Makes a block every so many milliseconds, or leaves that to POST /dev/block.
import { manual } from './weather.mjs';

export class BlockMaker {
  #chain;
  #onFatal;
  #timer = null;
  #run = 0;

  constructor(chain, onFatal) {
    this.#chain = chain;
    this.#onFatal = onFatal;
  }

  /** `blockTime` as in weather.mjs. Resolves when the chain works that way. */
  async use(blockTime) {
    this.stop();
    await this.#chain.useBlocks(blockTime !== 0);
    if (blockTime !== 0 && blockTime !== manual) this.#schedule(blockTime, ++this.#run);
  }

  stop() {
    this.#run++;
    clearTimeout(this.#timer);
  }

  #schedule(milliseconds, run) {
    this.#timer = setTimeout(async () => {
      try {
        await this.#chain.makeBlocks(1);
      } catch (error) {
        this.#onFatal(error);
        return;
      }
      if (run === this.#run) this.#schedule(milliseconds, run);
    }, milliseconds);
    this.#timer.unref();
  }
}
