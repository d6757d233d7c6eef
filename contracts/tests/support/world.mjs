// A chain with a market (vault, operator), a client (wallet, voucher key) and the client's channel.
import { readFileSync } from 'node:fs';
import { Address, beginCell, Cell, contractAddress, external, toNano } from '@ton/core';
import { keyPairFromSeed } from '@ton/crypto';
import { Blockchain } from '@ton/sandbox';
import { artefactPath } from '../../scripts/compile.mjs';
import * as cells from './cells.mjs';
import { earningsLeaf, MerkleTree } from './merkle.mjs';
import * as vaultCells from './vault-cells.mjs';

export const networkId = -239;
export const genesis = 1_800_000_000;
export const grace = 86_400;
export const timelock = 2 * 86_400;
export const exitDelay = 7 * 86_400;

export const keyPair = number => keyPairFromSeed(Buffer.alloc(32, number));
/** A public key as get-methods give it. */
export const keyNumber = ({ publicKey }) => BigInt(`0x${publicKey.toString('hex')}`);
export const codeOf = name => Cell.fromBase64(JSON.parse(readFileSync(artefactPath(name), 'utf8')).codeBoc64);
export const addressFrom = number => new Address(0, Buffer.alloc(32, number));

export class World {
  /** Every transaction since the chain began, wallets' own included. */
  transactions = [];

  /** `config` is base64 of the chain's whole config; `channelNetworkId` is what the channel believes to be its network. */
  static async create({ vaultDeployed = true, channelNetworkId = networkId, config = 'slim' } = {}) {
    const world = new World();
    world.chain = await Blockchain.create({ config: config === 'slim' ? config : Cell.fromBase64(config) });
    world.chain.verbosity = { print: false, blockchainLogs: false, vmLogs: 'none', debugLogs: false };
    world.chain.now = genesis;
    world.wallet = await world.chain.treasury('wallet');
    world.market = await world.chain.treasury('market');
    world.stranger = await world.chain.treasury('stranger');
    world.operator = keyPair(1);
    world.client = keyPair(2);
    world.marketKey = keyPair(3);
    world.vaultInit = { code: codeOf('vault'), data: cells.vaultData({ operatorKey: world.operator.publicKey, networkId, owner: world.market.address, timelock, exitDelay }) };
    world.vault = contractAddress(0, world.vaultInit);
    world.domain = cells.vaultDomain({ networkId, owner: world.market.address });
    world.channelInit = {
      code: codeOf('channel'),
      data: cells.channelData({
        voucherKey: world.client.publicKey, networkId: channelNetworkId, vault: world.vault, owner: world.wallet.address, marketKey: world.marketKey.publicKey, grace,
      }),
    };
    world.channel = contractAddress(0, world.channelInit);
    if (vaultDeployed) await world.send(world.market, world.vault, toNano('1'), beginCell().endCell(), world.vaultInit);
    return world;
  }

  /** An internal message from a treasury wallet, which pays the fees itself; returns the transactions after the wallet's own. */
  async send(from, to, value, body, init, bounce = true) {
    const { transactions } = await from.send({ to, value, body, init, bounce });
    this.transactions.push(...transactions);
    return transactions.slice(1);
  }

  topUp(amount, { value = amount + toNano('0.05'), from = this.wallet, queryId = 7n } = {}) {
    return this.send(from, this.channel, value, cells.topUp(queryId, amount), this.channelInit);
  }

  voucher(fields) {
    return cells.voucher({ channel: this.channel, ...fields });
  }

  claim(voucherFields, { key = this.client, value = toNano('0.05'), queryId = 9n } = {}) {
    return this.send(this.market, this.channel, value, cells.claim(queryId, this.voucher(voucherFields), key.secretKey));
  }

  /** Any other message to the channel. */
  tellChannel(body, { from = this.wallet, value = toNano('0.2') } = {}) {
    return this.send(from, this.channel, value, body);
  }

  startClose(options) {
    return this.tellChannel(cells.plain(cells.op.startClose, 11n), options);
  }

  finishClose(options) {
    return this.tellChannel(cells.plain(cells.op.finishClose, 12n), options);
  }

  closeTogether({ amount, channel = this.channel, clientKey = this.client, marketKey = this.marketKey }, options) {
    const agreement = cells.closeAgreement({ channel, amount });
    return this.tellChannel(cells.closeTogether(13n, agreement, clientKey.secretKey, marketKey.secretKey), options);
  }

  withdraw({ total, validUntil = this.chain.now + 60, channel = this.channel, key = this.marketKey }, options) {
    return this.tellChannel(cells.withdraw(14n, cells.withdrawPermit({ channel, total, validUntil }), key.secretKey), options);
  }

  changeVoucherKey(key, options) {
    return this.tellChannel(cells.changeVoucherKey(15n, key), options);
  }

  applyVoucherKey(options) {
    return this.tellChannel(cells.plain(cells.op.applyVoucherKey, 16n), options);
  }

  /** Any message to the vault; its owner sends it if nobody else is named. */
  tellVault(body, { from = this.market, value = toNano('0.2') } = {}) {
    return this.send(from, this.vault, value, body);
  }

  pause(paused, options) {
    return this.tellVault(vaultCells.pause(21n, paused), options);
  }

  announce(change, options) {
    return this.tellVault(vaultCells.announce(22n, change), options);
  }

  cancel(change, options) {
    return this.tellVault(vaultCells.cancel(23n, change.hash()), options);
  }

  apply(change, options) {
    return this.tellVault(vaultCells.apply(24n, change), options);
  }

  /** Announces, waits and applies; returns the transactions of Apply. */
  async enact(change, options) {
    await this.announce(change);
    this.chain.now += timelock;
    return this.apply(change, options);
  }

  startExit(options) {
    return this.tellVault(cells.plain(cells.op.startExit, 25n), { from: this.stranger, ...options });
  }

  /** Puts the earnings of `entries` on chain by a batch that pays nobody; returns their tree. */
  async publish(entries, seqno = 0) {
    const tree = new MerkleTree(entries.map(earningsLeaf));
    await this.pay({ payouts: [], seqno, earningsRoot: BigInt(`0x${tree.root.toString('hex')}`) });
    return tree;
  }

  /** Starts the exit and lets its delay pass. */
  async openExit() {
    await this.startExit();
    this.chain.now += exitDelay;
  }

  /** Draws what `entries[index]` guarantees; `fields` replaces parts of the message. */
  draw(tree, entries, index, fields = {}, options = {}) {
    const message = { ...entries[index], index, count: entries.length, path: tree.path(index), ...fields };
    return this.tellVault(vaultCells.drawEarnings(26n, message), { from: this.stranger, ...options });
  }

  batch(fields) {
    return cells.batch({ domain: this.domain, seqno: 0, validUntil: this.chain.now + 60, ...fields });
  }

  pay(fields, { key = this.operator } = {}) {
    return this.external(this.vault, cells.signedBatch(this.batch(fields), key.secretKey));
  }

  async external(to, body) {
    const { transactions } = await this.chain.sendMessage(external({ to, body }));
    this.transactions.push(...transactions);
    return transactions;
  }

  async balance(address) {
    return (await this.chain.getContract(address)).balance;
  }

  async channelState() {
    const { stackReader: r } = await this.chain.runGetMethod(this.channel, 'channel_state');
    return {
      deposited: r.readBigNumber(), claimed: r.readBigNumber(), withdrawn: r.readBigNumber(),
      voucherKey: r.readBigNumber(), networkId: r.readNumber(), vault: r.readAddress().toRawString(), owner: r.readAddress().toRawString(),
      marketKey: r.readBigNumber(), grace: r.readNumber(), closeAt: r.readNumber(), closed: r.readBoolean(),
      nextKey: r.readBigNumber(), nextKeyAt: r.readNumber(),
    };
  }

  async drawn(provider) {
    const { stackReader: r } = await this.chain.runGetMethod(this.vault, 'drawn', [{ type: 'slice', cell: beginCell().storeAddress(provider).endCell() }]);
    return r.readBigNumber();
  }

  async pendingChange(change) {
    const { stackReader: r } = await this.chain.runGetMethod(this.vault, 'pending_change', [{ type: 'int', value: BigInt(`0x${change.hash().toString('hex')}`) }]);
    return r.readNumber();
  }

  async vaultState() {
    const { stackReader: r } = await this.chain.runGetMethod(this.vault, 'vault_state');
    return {
      seqno: r.readNumber(), domain: r.readBigNumber(), operatorKey: r.readBigNumber(), paused: r.readBoolean(),
      receiptRoot: r.readBigNumber(), earningsRoot: r.readBigNumber(), networkId: r.readNumber(), owner: r.readAddress().toRawString(),
      timelock: r.readNumber(), exitDelay: r.readNumber(), exitOpensAt: r.readNumber(),
    };
  }
}

export const computeOf = transaction => transaction.description.computePhase;
export const exitCodeOf = transaction => computeOf(transaction).exitCode;
export const gasOf = transaction => computeOf(transaction).gasUsed;
