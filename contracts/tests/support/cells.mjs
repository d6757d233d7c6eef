// Builders of every cell the contracts read. docs/contracts.md holds the same layouts in words.
import { beginCell } from '@ton/core';
import { sign } from '@ton/crypto';

export const op = {
  topUp: 0x43430001,
  claim: 0x43430002,
  claimPaid: 0x43430003,
  payoutNotice: 0x43430004,
  excesses: 0xd53276db,
};
export const tag = { voucher: 0x56434831, batch: 0x42544831 };

export const channelData = ({ voucherKey, networkId, vault, owner, salt = 0n }) => beginCell()
  .storeCoins(0).storeCoins(0).storeUint(0, 32)
  .storeBuffer(voucherKey).storeInt(networkId, 32).storeAddress(vault)
  .storeRef(beginCell().storeAddress(owner).storeUint(salt, 64))
  .endCell();

export const vaultData = ({ operatorKey, networkId, owner }) => beginCell()
  .storeUint(0, 32).storeRef(roots({ receiptRoot: 0n, earningsRoot: 0n }))
  .storeBuffer(operatorKey).storeInt(networkId, 32).storeAddress(owner)
  .endCell();

export const topUp = (queryId, amount) => beginCell()
  .storeUint(op.topUp, 32).storeUint(queryId, 64).storeCoins(amount).endCell();

export const voucher = ({ networkId, channel, amount, seqno }) => beginCell()
  .storeUint(tag.voucher, 32).storeInt(networkId, 32).storeAddress(channel)
  .storeCoins(amount).storeUint(seqno, 32).endCell();

export const claim = (queryId, signedCell, secretKey) => beginCell()
  .storeUint(op.claim, 32).storeUint(queryId, 64)
  .storeBuffer(sign(signedCell.hash(), secretKey)).storeRef(signedCell).endCell();

export const claimPaid = (queryId, amount, seqno) => beginCell()
  .storeUint(op.claimPaid, 32).storeUint(queryId, 64).storeCoins(amount).storeUint(seqno, 32).endCell();

export const payoutNotice = batchId => beginCell()
  .storeUint(op.payoutNotice, 32).storeUint(batchId, 64).endCell();

export const roots = ({ receiptRoot, earningsRoot }) => beginCell()
  .storeUint(receiptRoot, 256).storeUint(earningsRoot, 256).endCell();

/** OutList of one send (mode 1) per payout. `payouts` is [{ to, value }]. */
export function payoutActions(payouts, batchId) {
  const notice = payoutNotice(batchId);
  let list = beginCell().endCell();
  for (const { to, value } of payouts) list = appendSend(list, to, value, notice);
  return list;
}

function appendSend(list, to, value, notice) {
  // The body goes by reference, so that all payouts of a batch share one cell.
  const message = beginCell()
    .storeUint(0b010000, 6)
    .storeAddress(to).storeCoins(value).storeUint(0, 1 + 4 + 4 + 64 + 32)
    .storeBit(false).storeBit(true).storeRef(notice).endCell();
  return beginCell().storeRef(list).storeUint(0x0ec3c86d, 32).storeUint(1, 8).storeRef(message).endCell();
}

export function batch({ networkId, vault, seqno, validUntil, payouts, total, receiptRoot = 1n, earningsRoot = 2n }) {
  const sum = payouts.reduce((acc, payout) => acc + payout.value, 0n);
  return beginCell()
    .storeUint(tag.batch, 32).storeInt(networkId, 32).storeAddress(vault)
    .storeUint(seqno, 32).storeUint(validUntil, 32).storeCoins(total ?? sum).storeUint(payouts.length, 8)
    .storeRef(roots({ receiptRoot, earningsRoot }))
    .storeRef(payoutActions(payouts, BigInt(seqno)))
    .endCell();
}

export const signedBatch = (batchCell, secretKey) => beginCell()
  .storeBuffer(sign(batchCell.hash(), secretKey)).storeRef(batchCell).endCell();
