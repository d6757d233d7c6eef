// Random lives of many contracts on one chain, with all money reconciled after every step.
import assert from 'node:assert/strict';
import { Stage, randomFrom } from './stage.mjs';

/** Random lives of each contract: COCOON_LIVES, or a thousand. */
export const count = Number(process.env.COCOON_LIVES ?? 1_000);

export class Lives extends Stage {
  #balances = new Map();

  /** A message whose value is made from nothing; checks that values, balances and fees of all it causes add up. */
  async step(from, to, value, body, init) {
    return this.#reconciled(value, () => this.chain.sendMessage({
      info: {
        type: 'internal', ihrDisabled: true, bounce: true, bounced: false, src: from, dest: to,
        value: { coins: value }, ihrFee: 0n, forwardFee: 0n, createdAt: 0, createdLt: 0n,
      },
      init, body,
    }));
  }

  /** An external message; null with the exit code when it is not accepted. */
  async external(message) {
    try {
      return { transactions: await this.#reconciled(0n, () => this.chain.sendMessage(message)) };
    } catch (error) {
      if (error.exitCode === undefined) throw error;
      return { exitCode: error.exitCode };
    }
  }

  async dataOf(address) {
    return (await this.chain.getContract(address)).accountState.state.data;
  }

  async #reconciled(minted, send) {
    const { transactions } = await send();
    let [before, after, fees] = [0n, 0n, 0n];
    const touched = new Map(transactions.map(({ inMessage: { info: { dest } } }) => [dest.toRawString(), dest]));
    for (const [name, address] of touched) {
      before += this.#balances.get(name) ?? 0n;
      const balance = await this.balance(address);
      this.#balances.set(name, balance);
      after += balance;
    }
    for (const { totalFees, outMessages } of transactions) {
      fees += totalFees.coins;
      for (const { info } of outMessages.values()) fees += info.forwardFee;
    }
    assert.equal(after + fees, before + minted, 'balances and fees do not add up');
    return transactions;
  }
}

/** Runs `life(random, index)` for each seed; a failure names the seed, so that it can be run alone (COCOON_SEED). */
export async function live(lives, life) {
  const only = process.env.COCOON_SEED;
  for (let seed = only ? Number(only) : 1; seed <= (only ? Number(only) : lives); seed++) {
    const story = [];
    try {
      await life(randomFrom(seed), seed, story);
    } catch (error) {
      throw new Error(`Seed ${seed} (run it alone with COCOON_SEED=${seed}): ${error.message}\n${story.join('\n')}`, { cause: error });
    }
  }
}
