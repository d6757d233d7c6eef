// What a vault does, told without gas and proofs. Each step returns the exit code that the contract must end with; when that
// is 0, the model has changed, and `paid` is what the step takes from the vault's balance on purpose.
import { beginCell, Dictionary } from '@ton/core';
import { roots } from './cells.mjs';
import { rentFor } from './rent.mjs';

const changeWindow = 14 * 86_400;
const changesMax = 8;
const noKey = Buffer.from('3'.padStart(64, '0'), 'hex');
const noRoots = { receiptRoot: 0n, earningsRoot: 0n };

/** Two years of a large vault's rent, which draws leave in it. */
const reserve = rentFor({ bits: 60_000n, cells: 200n, seconds: BigInt(2 * 365 * 86_400) });

export class VaultModel {
  constructor({ domain, operatorKey, owner, networkId, timelock, exitDelay }) {
    Object.assign(this, {
      domain, operatorKey, owner, networkId, timelock, exitDelay, seqno: 0, roots: noRoots, earnings: null,
      paused: false, exit: { seqno: 0, at: 0 }, drawn: new Map(), pending: new Map(),
    });
  }

  copy() {
    const { drawn, pending } = this;
    return Object.assign(Object.create(VaultModel.prototype), this, { drawn: new Map(drawn), pending: new Map(pending), paid: 0n });
  }

  /** The data that the contract must have, to the bit. */
  data() {
    const drawn = Dictionary.empty(Dictionary.Keys.Address(), Dictionary.Values.BigVarUint(4));
    for (const { provider, amount } of this.drawn.values()) drawn.set(provider, amount);
    const pending = Dictionary.empty(Dictionary.Keys.Buffer(32), Dictionary.Values.Uint(32));
    for (const [hash, eta] of this.pending) pending.set(Buffer.from(hash, 'hex'), eta);
    return beginCell()
      .storeUint(this.domain, 224).storeUint(this.seqno, 32).storeRef(roots(this.roots)).storeBuffer(this.paused ? noKey : this.operatorKey)
      .storeRef(beginCell()
        .storeAddress(this.owner).storeUint(this.exitDelay, 32).storeBuffer(this.paused ? this.operatorKey : Buffer.alloc(32))
        .storeUint(this.exit.seqno, 32).storeUint(this.exit.at, 32).storeDict(drawn)
        .storeInt(this.networkId, 32).storeUint(this.timelock, 32).storeUint(this.pending.size, 8).storeDict(pending))
      .endCell();
  }

  get isExit() {
    return this.exit.at !== 0 && this.exit.seqno === this.seqno;
  }

  batch({ key, required, validUntil, domain, seqno, roots, earnings, balance, now }) {
    if (this.paused || !key.equals(this.operatorKey)) return 54;
    if (required > balance) return 58;
    if (validUntil < now) return 57;
    if (domain !== this.domain || seqno !== this.seqno) return 55;
    this.seqno++;
    this.roots = roots;
    this.earnings = earnings;
    return 0;
  }

  startExit({ now }) {
    if (this.isExit) return 213;
    this.exit = { seqno: this.seqno, at: now };
    return 0;
  }

  draw({ provider, guaranteed, proves, balance, now }) {
    if (!this.isExit || now < this.exit.at + this.exitDelay) return 214;
    if (!proves) return 310;
    const name = provider.toRawString();
    const before = this.drawn.get(name)?.amount ?? 0n;
    if (guaranteed <= before) return 215;
    const due = guaranteed - before;
    const amount = due < balance - reserve ? due : balance - reserve;
    if (amount <= 0n) return 58;
    this.drawn.set(name, { provider, amount: before + amount });
    this.seqno++;
    this.exit = { ...this.exit, seqno: this.seqno };
    this.paid = amount;
    return 0;
  }

  pause({ by, paused }) {
    if (!by.equals(this.owner)) return 210;
    if (paused === this.paused) return 212;
    this.paused = paused;
    return 0;
  }

  announce({ by, hash, now }) {
    if (!by.equals(this.owner)) return 210;
    const eta = this.pending.get(hash);
    if (eta !== undefined && now <= eta + changeWindow) return 301;
    if (eta === undefined && this.pending.size === changesMax) return 302;
    this.pending.set(hash, now + this.timelock);
    return 0;
  }

  cancel({ by, hash }) {
    if (!by.equals(this.owner)) return 210;
    return this.pending.delete(hash) ? 0 : 303;
  }

  /** `carryOut` changes the model as the change says and returns its exit code. */
  apply({ by, hash, carryOut, balance, now }) {
    if (!by.equals(this.owner)) return 210;
    const eta = this.pending.get(hash);
    if (eta === undefined) return 303;
    if (now < eta) return 304;
    if (now > eta + changeWindow) return 305;
    this.pending.delete(hash);
    return carryOut(this, balance);
  }
}
