// Messages to a vault besides batches, and the changes that its owner announces. docs/contracts.md holds the layouts.
import { beginCell } from '@ton/core';
import { op } from './cells.mjs';
import { pathCell } from './merkle.mjs';

export const changeTag = { setOperator: 0x56430001, setOwner: 0x56430002, upgrade: 0x56430003, takeOut: 0x56430004 };

const begin = (opcode, queryId) => beginCell().storeUint(opcode, 32).storeUint(queryId, 64);
const beginChange = tag => beginCell().storeUint(tag, 32);

export const drawEarnings = (queryId, { provider, earned, guaranteed, index, count, path }) => begin(op.drawEarnings, queryId)
  .storeAddress(provider).storeCoins(earned).storeCoins(guaranteed)
  .storeUint(index, 32).storeUint(count, 32).storeMaybeRef(pathCell(path)).endCell();

export const pause = (queryId, paused) => begin(op.pause, queryId).storeBit(paused).endCell();
export const announce = (queryId, change) => begin(op.announce, queryId).storeRef(change).endCell();
export const cancel = (queryId, changeHash) => begin(op.cancel, queryId).storeBuffer(changeHash).endCell();
export const apply = (queryId, change) => begin(op.apply, queryId).storeRef(change).endCell();

export const change = {
  setOperator: key => beginChange(changeTag.setOperator).storeBuffer(key).endCell(),
  setOwner: owner => beginChange(changeTag.setOwner).storeAddress(owner).endCell(),
  upgrade: (code, data = null) => beginChange(changeTag.upgrade).storeRef(code).storeMaybeRef(data).endCell(),
  takeOut: (to, amount) => beginChange(changeTag.takeOut).storeAddress(to).storeCoins(amount).endCell(),
};
