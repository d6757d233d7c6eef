// State inits and messages. Ours carry body and init by reference always, which @ton/core does when told to.
import { beginCell, Cell, contractAddress, external, internal, storeMessage, storeMessageRelaxed } from '@ton/core';
import { account, base64, hex } from './common.mjs';

const code = beginCell().storeUint(0xc0de, 16).endCell();
const data = beginCell().storeUint(0xda7a, 16).storeRef(code).endCell();
const init = { code, data };

export function messageVectors() {
  return {
    stateInit: { code: base64(code), data: base64(data), address: contractAddress(0, init).toRawString() },
    internal: internals(),
    external: externals(),
  };
}

const bodies = [null, beginCell().storeUint(0, 32).storeStringTail('hello').endCell(), beginCell().storeBuffer(Buffer.alloc(127, 1)).storeRef(code).endCell()];

function internals() {
  return [0n, 1n, 1_500_000_000n, (1n << 63n) - 1n].flatMap(value => [true, false].flatMap(bounce => bodies.flatMap(body => [false, true].map(withInit => {
    const message = internal({ to: account(3), value, bounce, body: body ?? undefined, init: withInit ? init : undefined });
    // Without a body ours sets no reference at all, and then only the init is to be forced into one.
    const cell = body ? beginCell().store(storeMessageRelaxed(message, { forceRef: true })).endCell() : bodiless(message, withInit);
    return { to: account(3).toRawString(), value, bounce, body: body && base64(body), withInit, hash: hex(cell) };
  }))));
}

function bodiless(message, withInit) {
  if (!withInit) return beginCell().store(storeMessageRelaxed(message)).endCell();
  const forced = beginCell().store(storeMessageRelaxed({ ...message, body: Cell.EMPTY }, { forceRef: true })).endCell().beginParse();
  const bits = forced.loadBits(forced.remainingBits - 1); // all but the bit that says "body by reference"
  return beginCell().storeBits(bits).storeBit(false).storeRef(forced.loadRef()).endCell();
}

function externals() {
  return [false, true].map(withInit => {
    const body = beginCell().storeUint(42, 32).endCell();
    const message = external({ to: account(4), body, init: withInit ? init : undefined });
    return { to: account(4).toRawString(), body: base64(body), withInit, hash: hex(beginCell().store(storeMessage(message, { forceRef: true })).endCell()) };
  });
}
