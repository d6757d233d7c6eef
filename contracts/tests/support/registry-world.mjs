// A chain with a registry, its owner and a stranger.
import { beginCell, contractAddress, toNano } from '@ton/core';
import * as cells from './registry-cells.mjs';
import { Stage } from './stage.mjs';
import { codeOf, networkId } from './world.mjs';

export const delay = 3 * 86_400;
export const window = 14 * 86_400;
export const reserve = toNano('0.1');
export const marketKey = 0x1234n << 200n;

export class RegistryWorld extends Stage {
  static async create(code = codeOf('registry')) {
    const world = new RegistryWorld();
    await world.open('owner', 'stranger');
    world.init = { code, data: cells.registryData({ marketKey, networkId, owner: world.owner.address, delay }) };
    world.registry = contractAddress(0, world.init);
    await world.send(world.stranger, world.registry, toNano('0.2'), beginCell().endCell(), world.init);
    return world;
  }

  tell(body, { from = this.owner, value = toNano('0.2') } = {}) {
    return this.send(from, this.registry, value, body);
  }

  announce(change, options) {
    return this.tell(cells.announce(1n, change), options);
  }

  apply(change, options) {
    return this.tell(cells.apply(2n, change), options);
  }

  cancel(change, options) {
    return this.tell(cells.cancel(3n, change.hash()), options);
  }

  revoke(measurement, options) {
    return this.tell(cells.revoke(4n, measurement), options);
  }

  /** Announces, waits and applies; returns the transactions of Apply. */
  async enact(change, options) {
    await this.announce(change);
    this.chain.now += delay;
    return this.apply(change, options);
  }

  async state() {
    const r = await this.read(this.registry, 'registry_state');
    return {
      version: r.readNumber(), feeBps: r.readNumber(), marketKey: r.readBigNumber(), networkId: r.readNumber(),
      owner: r.readAddress().toRawString(), delay: r.readNumber(), pending: r.readNumber(),
    };
  }

  async measurement(hash) {
    const r = await this.read(this.registry, 'measurement', hash);
    return r.readBoolean() ? { role: r.readNumber(), tier: r.readNumber(), notAfter: r.readNumber() } : null;
  }

  async model(hash) {
    const r = await this.read(this.registry, 'model', hash);
    if (!r.readBoolean()) return null;
    return {
      weightHash: r.readBigNumber(), prompt: r.readBigNumber(), cachedPrompt: r.readBigNumber(),
      completion: r.readBigNumber(), reasoning: r.readBigNumber(),
    };
  }

  async vault(index) {
    return (await this.read(this.registry, 'vault', index)).readAddressOpt()?.toRawString() ?? null;
  }

  async parameters() {
    const r = await this.read(this.registry, 'parameters');
    return {
      minReserve: r.readBigNumber(), creditCap: r.readBigNumber(), maxHolds: r.readNumber(), maxHoldSeconds: r.readNumber(),
      settleReceipts: r.readNumber(), settleAgeSeconds: r.readNumber(), maxFeeShareBps: r.readNumber(), finalityBlocks: r.readNumber(),
    };
  }

  async incentives() {
    const r = await this.read(this.registry, 'incentives');
    return {
      auditBps: r.readNumber(), coldBonusBps: r.readNumber(), coldProviders: r.readNumber(),
      earlyBonusBps: r.readNumber(), earlyUntil: r.readNumber(), epochSeconds: r.readNumber(),
    };
  }

  async pending(change) {
    return (await this.read(this.registry, 'pending_change', `0x${change.hash().toString('hex')}`)).readNumber();
  }

  async lists() {
    const r = await this.read(this.registry, 'registry_lists');
    return {
      measurements: cells.lists.measurements(r.readCellOpt()), models: cells.lists.models(r.readCellOpt()), vaults: cells.lists.vaults(r.readCellOpt()),
    };
  }
}
