// What a channel does, told without cells and gas. Each step returns the exit code that the contract must end with; when
// that is 0, the model has changed, and `paid` is what the step takes from the channel's balance on purpose.
import { beginCell } from '@ton/core';

export class ChannelModel {
  constructor({ voucherKey, networkId, vault, owner, marketKey, grace, salt }) {
    Object.assign(this, { voucherKey, networkId, vault, grace, limit: 0n, claimed: 0n, withdrawn: 0n, closing: null, nextKey: null });
    this.terms = beginCell().storeBuffer(voucherKey).storeAddress(owner).storeBuffer(marketKey).storeUint(grace, 32).storeUint(salt, 64).endCell();
  }

  /** The data that the contract must have, to the bit. */
  data() {
    const { closing, nextKey } = this;
    return beginCell()
      .storeCoins(this.limit).storeCoins(this.claimed).storeBuffer(this.voucherKey).storeAddress(this.vault).storeInt(this.networkId, 32)
      .storeCoins(this.withdrawn)
      .storeMaybeRef(closing && beginCell().storeUint(closing.at, 32).storeBit(closing.closed).endCell())
      .storeMaybeRef(nextKey && beginCell().storeBuffer(nextKey.key).storeUint(nextKey.at, 32).endCell())
      .storeRef(this.terms).endCell();
  }

  copy() {
    return Object.assign(Object.create(ChannelModel.prototype), this, { paid: 0n, increment: 0n });
  }

  get closed() {
    return this.closing?.closed ?? false;
  }

  topUp({ amount }) {
    if (this.closing) return 49;
    this.limit += amount;
    return 0;
  }

  claim({ key, mine, amount }) {
    if (!key.equals(this.voucherKey)) return 40;
    if (!mine) return 42;
    if (amount > this.limit) return 43;
    if (amount <= this.claimed) return 45;
    this.paid = amount - this.claimed;
    this.claimed = amount;
    return 0;
  }

  /** A ClaimPaid came back. */
  returned(amount) {
    this.claimed -= amount;
  }

  withdraw({ byOwner, signed, mine, total, valid }) {
    if (!byOwner) return 48;
    if (!signed) return 52;
    if (!mine) return 42;
    if (!valid) return 51;
    if (this.closed) return 49;
    if (total <= this.withdrawn) return 45;
    const amount = total - this.withdrawn;
    if (amount > this.limit - this.claimed) return 43;
    this.limit -= amount;
    this.withdrawn = total;
    this.paid = amount;
    return 0;
  }

  startClose({ byOwner, now }) {
    if (!byOwner) return 48;
    if (this.closing) return 49;
    this.closing = { at: now + this.grace, closed: false };
    return 0;
  }

  finishClose({ now }) {
    if (!this.closing || now < this.closing.at) return 50;
    return this.close(this.claimed, now);
  }

  closeTogether({ key, signed, mine, amount, now }) {
    if (!key.equals(this.voucherKey)) return 40;
    if (!signed) return 52;
    if (!mine) return 42;
    return this.close(amount, now);
  }

  changeVoucherKey({ byOwner, key, weak, now }) {
    if (!byOwner) return 48;
    if (weak) return 53;
    this.nextKey = key.equals(this.voucherKey) ? null : { key, at: now + this.grace };
    return 0;
  }

  applyVoucherKey({ now }) {
    if (!this.nextKey || now < this.nextKey.at) return 50;
    this.voucherKey = this.nextKey.key;
    this.nextKey = null;
    return 0;
  }

  close(final, now) {
    if (this.closed) return 49;
    if (final < this.claimed) return 45;
    if (final > this.limit) return 43;
    this.increment = final - this.claimed;
    this.withdrawn += this.limit - final;
    this.limit = final;
    this.claimed = final;
    this.closing = { at: now, closed: true };
    this.nextKey = null;
    return 0;
  }
}
