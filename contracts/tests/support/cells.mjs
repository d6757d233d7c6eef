// Builders of every cell the contracts read. docs/contracts.md holds the same layouts in words.
import { beginCell } from '@ton/core';
import { sign } from './sign.mjs';

export const op = {
  topUp: 0x43430001,
  claim: 0x43430002,
  claimPaid: 0x43430003,
  payoutNotice: 0x43430004,
  closeTogether: 0x43430010,
  startClose: 0x43430011,
  finishClose: 0x43430012,
  withdraw: 0x43430013,
  changeVoucherKey: 0x43430014,
  refund: 0x43430015,
  applyVoucherKey: 0x43430016,
  drawEarnings: 0x43430020,
  pause: 0x43430021,
  startExit: 0x43430022,
  drawn: 0x43430023,
  announce: 0x43430030,
  cancel: 0x43430031,
  apply: 0x43430032,
  excesses: 0xd53276db,
};
export const tag = { voucher: 0x56434831, closeAgreement: 0x434c4f31, withdrawPermit: 0x57445231 };

export const channelData = ({ voucherKey, networkId, vault, owner, marketKey, grace, salt = 0n }) => beginCell()
  .storeCoins(0).storeCoins(0)
  .storeBuffer(voucherKey).storeAddress(vault).storeInt(networkId, 32).storeCoins(0).storeBit(false).storeBit(false)
  .storeRef(beginCell().storeBuffer(voucherKey).storeAddress(owner).storeBuffer(marketKey).storeUint(grace, 32).storeUint(salt, 64))
  .endCell();

/** The domain of a vault: unlike that of any other, on this network or another. */
export const vaultDomain = ({ networkId, owner, salt = 0n }) => BigInt(`0x${beginCell()
  .storeInt(networkId, 32).storeAddress(owner).storeUint(salt, 64).endCell().hash().toString('hex')}`) >> 32n;

export const vaultData = ({ operatorKey, networkId, owner, timelock, exitDelay, salt }) => beginCell()
  .storeUint(vaultDomain({ networkId, owner, salt }), 224).storeUint(0, 32).storeRef(roots({ receiptRoot: 0n, earningsRoot: 0n }))
  .storeBuffer(operatorKey)
  .storeRef(beginCell()
    .storeAddress(owner).storeUint(exitDelay, 32).storeUint(0, 256).storeUint(0, 32).storeUint(0, 32).storeBit(false)
    .storeInt(networkId, 32).storeUint(timelock, 32).storeUint(0, 8).storeBit(false))
  .endCell();

export const topUp = (queryId, amount) => beginCell()
  .storeUint(op.topUp, 32).storeUint(queryId, 64).storeCoins(amount).endCell();

export const voucher = ({ channel, amount, seqno }) => beginCell()
  .storeUint(tag.voucher, 32).storeAddress(channel)
  .storeCoins(amount).storeUint(seqno, 32).endCell();

export const claim = (queryId, signedCell, secretKey) => beginCell()
  .storeUint(op.claim, 32).storeUint(queryId, 64)
  .storeBuffer(sign(signedCell.hash(), secretKey)).storeRef(signedCell).endCell();

export const claimPaid = (queryId, amount) => beginCell()
  .storeUint(op.claimPaid, 32).storeUint(queryId, 64).storeCoins(amount).endCell();

export const closeAgreement = ({ channel, amount }) => beginCell()
  .storeUint(tag.closeAgreement, 32).storeAddress(channel).storeCoins(amount).endCell();

export const closeTogether = (queryId, agreement, clientKey, marketKey) => beginCell()
  .storeUint(op.closeTogether, 32).storeUint(queryId, 64).storeBuffer(sign(agreement.hash(), clientKey))
  .storeRef(beginCell().storeBuffer(sign(agreement.hash(), marketKey)))
  .storeRef(agreement).endCell();

export const withdrawPermit = ({ channel, total, validUntil }) => beginCell()
  .storeUint(tag.withdrawPermit, 32).storeAddress(channel).storeCoins(total).storeUint(validUntil, 32).endCell();

export const withdraw = (queryId, permit, marketKey) => beginCell()
  .storeUint(op.withdraw, 32).storeUint(queryId, 64).storeBuffer(sign(permit.hash(), marketKey)).storeRef(permit).endCell();

/** A message of an opcode and a query id only. */
export const plain = (opcode, queryId) => beginCell().storeUint(opcode, 32).storeUint(queryId, 64).endCell();

export const changeVoucherKey = (queryId, key) => beginCell()
  .storeUint(op.changeVoucherKey, 32).storeUint(queryId, 64).storeBuffer(key).endCell();

export const payoutNotice = seqno => beginCell().storeUint(op.payoutNotice, 32).storeUint(seqno, 32).endCell();

export const roots = ({ receiptRoot, earningsRoot }) => beginCell()
  .storeUint(receiptRoot, 256).storeUint(earningsRoot, 256).endCell();

/** OutList of one send (mode 1) per payout. `payouts` is [{ to, value }]. */
export function payoutActions(payouts, seqno) {
  const notice = payoutNotice(seqno).beginParse();
  let list = beginCell().endCell();
  for (const { to, value } of payouts) list = appendSend(list, to, value, notice);
  return list;
}

function appendSend(list, to, value, notice) {
  // The body goes inline: the root cell of a message costs nothing to forward.
  const message = beginCell()
    .storeUint(0b010000, 6)
    .storeAddress(to).storeCoins(value).storeUint(0, 1 + 4 + 4 + 64 + 32)
    .storeBit(false).storeBit(false).storeSlice(notice).endCell();
  return beginCell().storeRef(list).storeUint(0x0ec3c86d, 32).storeUint(1, 8).storeRef(message).endCell();
}

/** `fee` is what sending one payout costs; `required` is what the vault must hold. */
export function batch({ domain, seqno, validUntil, payouts, required, fee = 400_000n, receiptRoot = 1n, earningsRoot = 2n }) {
  const sum = payouts.reduce((acc, payout) => acc + payout.value + fee, 2_000_000n);
  return beginCell()
    .storeUint(domain, 224).storeUint(seqno, 32).storeUint(validUntil, 32).storeCoins(required ?? sum)
    .storeRef(roots({ receiptRoot, earningsRoot }))
    .storeRef(payoutActions(payouts, seqno))
    .endCell();
}

export const signedBatch = (batchCell, secretKey) => beginCell()
  .storeBuffer(sign(batchCell.hash(), secretKey)).storeRef(batchCell).endCell();
