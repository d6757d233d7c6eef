// Builders of every cell that the registry and a provider's stake read. docs/registry.md holds the same layouts in words.
import { beginCell, Dictionary } from '@ton/core';

export const op = {
  announce: 0x43430030,
  cancel: 0x43430031,
  apply: 0x43430032,
  revoke: 0x43430040,
  stake: 0x43430050,
  startUnbond: 0x43430051,
  finishUnbond: 0x43430052,
  announceSlash: 0x43430053,
  appeal: 0x43430054,
  resolve: 0x43430055,
  executeSlash: 0x43430056,
  withdrawSlash: 0x43430057,
  lapseSlash: 0x43430058,
  payOwed: 0x43430059,
  paymentNote: 0x00000000,
};

export const tag = {
  setMeasurement: 0x52430001,
  removeMeasurement: 0x52430002,
  setModel: 0x52430003,
  removeModel: 0x52430004,
  setParameters: 0x52430005,
  setFee: 0x52430006,
  setVault: 0x52430007,
  setMarketKey: 0x52430008,
  setOwner: 0x52430009,
  upgrade: 0x5243000a,
};

const message = (code, queryId) => beginCell().storeUint(code, 32).storeUint(queryId, 64);

export const announce = (queryId, change) => message(op.announce, queryId).storeRef(change).endCell();
export const cancel = (queryId, hash) => message(op.cancel, queryId).storeBuffer(hash).endCell();
export const apply = (queryId, change) => message(op.apply, queryId).storeRef(change).endCell();
export const revoke = (queryId, measurement) => message(op.revoke, queryId).storeUint(measurement, 256).endCell();

export const registryData = ({ feeBps = 500, marketKey, networkId, owner, delay, parameters: values = defaultParameters }) => beginCell()
  .storeUint(0, 32).storeUint(feeBps, 16).storeUint(marketKey, 256).storeInt(networkId, 32).storeAddress(owner)
  .storeRef(beginCell().storeUint(delay, 32).storeUint(0, 8).storeBit(false))
  .storeRef(beginCell().storeBit(false).storeBit(false).storeBit(false))
  .storeRef(parameters(values))
  .endCell();

export const defaultParameters = {
  minReserve: 20_000_000n, creditCap: 1_000_000_000n, maxHolds: 64, maxHoldSeconds: 3600,
  settleReceipts: 10_000, settleAgeSeconds: 86_400, maxFeeShareBps: 100, finalityBlocks: 8,
};

export const noIncentives = { auditBps: 0, coldBonusBps: 0, coldProviders: 0, earlyBonusBps: 0, earlyUntil: 0, epochSeconds: 0 };

export const incentives = values => beginCell()
  .storeUint(values.auditBps, 16).storeUint(values.coldBonusBps, 16).storeUint(values.coldProviders, 16)
  .storeUint(values.earlyBonusBps, 16).storeUint(values.earlyUntil, 32).storeUint(values.epochSeconds, 32).endCell();

/** With `values.incentives`, if there are any, in a cell of their own. */
export const parameters = values => {
  const rules = beginCell()
    .storeCoins(values.minReserve).storeCoins(values.creditCap).storeUint(values.maxHolds, 16).storeUint(values.maxHoldSeconds, 32)
    .storeUint(values.settleReceipts, 32).storeUint(values.settleAgeSeconds, 32).storeUint(values.maxFeeShareBps, 16)
    .storeUint(values.finalityBlocks, 16);
  return (values.incentives ? rules.storeRef(incentives(values.incentives)) : rules).endCell();
};

export const model = ({ weightHash, prompt, cachedPrompt, completion, reasoning }) => beginCell()
  .storeUint(weightHash, 256).storeCoins(prompt).storeCoins(cachedPrompt).storeCoins(completion).storeCoins(reasoning).endCell();

const part = code => beginCell().storeUint(code, 32);

/** Each returns next => cell, so that `chain` can join them. */
export const change = {
  setMeasurement: (hash, { role, tier, notAfter }) => next =>
    part(tag.setMeasurement).storeUint(hash, 256).storeUint(role, 8).storeUint(tier, 8).storeUint(notAfter, 32).storeMaybeRef(next).endCell(),
  removeMeasurement: hash => next => part(tag.removeMeasurement).storeUint(hash, 256).storeMaybeRef(next).endCell(),
  setModel: (hash, offer) => next => part(tag.setModel).storeUint(hash, 256).storeRef(offer).storeMaybeRef(next).endCell(),
  removeModel: hash => next => part(tag.removeModel).storeUint(hash, 256).storeMaybeRef(next).endCell(),
  setParameters: cell => next => part(tag.setParameters).storeRef(cell).storeMaybeRef(next).endCell(),
  setFee: feeBps => next => part(tag.setFee).storeUint(feeBps, 16).storeMaybeRef(next).endCell(),
  setVault: (index, vault) => next => part(tag.setVault).storeUint(index, 16).storeAddress(vault).storeMaybeRef(next).endCell(),
  setMarketKey: key => next => part(tag.setMarketKey).storeUint(key, 256).storeMaybeRef(next).endCell(),
  setOwner: owner => next => part(tag.setOwner).storeAddress(owner).storeMaybeRef(next).endCell(),
  upgrade: code => next => part(tag.upgrade).storeRef(code).storeMaybeRef(next).endCell(),
};

/** One change of several parts, the first one outermost. */
export const join = (...parts) => parts.reduceRight((next, make) => make(next), null);

export const providerData = ({ networkId, owner, slasher, arbiter, beneficiary, unbondingDelay, slashDelay, appealTimeout, salt = 0n }) => beginCell()
  .storeCoins(0).storeCoins(0).storeUint(0, 32).storeCoins(0).storeCoins(0)
  .storeBit(false).storeUint(0, 8).storeBit(false)
  .storeRef(beginCell()
    .storeInt(networkId, 32).storeAddress(owner).storeAddress(slasher)
    .storeUint(unbondingDelay, 32).storeUint(slashDelay, 32).storeUint(appealTimeout, 32).storeUint(salt, 64)
    .storeRef(beginCell().storeAddress(arbiter).storeAddress(beneficiary)))
  .endCell();

export const stake = (queryId, amount) => message(op.stake, queryId).storeCoins(amount).endCell();
export const startUnbond = (queryId, amount) => message(op.startUnbond, queryId).storeCoins(amount).endCell();
export const finishUnbond = queryId => message(op.finishUnbond, queryId).endCell();
export const announceSlash = (queryId, amount, evidence) => message(op.announceSlash, queryId).storeCoins(amount).storeUint(evidence, 256).endCell();
export const appeal = (queryId, statement) => message(op.appeal, queryId).storeUint(statement, 256).endCell();
export const resolve = (queryId, evidence, upheld) => message(op.resolve, queryId).storeUint(evidence, 256).storeBit(upheld).endCell();
export const executeSlash = (queryId, evidence) => message(op.executeSlash, queryId).storeUint(evidence, 256).endCell();
export const withdrawSlash = (queryId, evidence) => message(op.withdrawSlash, queryId).storeUint(evidence, 256).endCell();
export const lapseSlash = queryId => message(op.lapseSlash, queryId).endCell();
export const payOwed = (queryId, toBeneficiary) => message(op.payOwed, queryId).storeBit(toBeneficiary).endCell();

/** Readers of the dictionaries that `registry_lists` returns. */
export const lists = {
  measurements: cell => Dictionary.loadDirect(Dictionary.Keys.BigUint(256), {
    serialize: () => { throw new Error('read only'); },
    parse: slice => ({ role: slice.loadUint(8), tier: slice.loadUint(8), notAfter: slice.loadUint(32) }),
  }, cell),
  models: cell => Dictionary.loadDirect(Dictionary.Keys.BigUint(256), Dictionary.Values.Cell(), cell),
  vaults: cell => Dictionary.loadDirect(Dictionary.Keys.Uint(16), Dictionary.Values.Address(), cell),
};
