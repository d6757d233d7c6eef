// Whole messages of every kind in every layout that @ton/core writes, state inits with all fields, and normalised hashes.
import { Address, beginCell, Cell, Dictionary, ExternalAddress, storeMessage, storeStateInit } from '@ton/core';
import { normalizedHash } from '../localchain/cells.mjs';
import { account, base64, hex } from './common.mjs';

const code = beginCell().storeUint(0xc0de, 16).endCell();
const data = beginCell().storeUint(0xda7a, 16).storeRef(code).endCell();
const small = beginCell().storeUint(5, 32).endCell();
const large = beginCell().storeBuffer(Buffer.alloc(120, 3)).storeRef(code).endCell();
const extra = Dictionary.empty(Dictionary.Keys.Uint(32), Dictionary.Values.BigVarUint(5));
extra.set(7, 1234567890123456789n);

const inits = [null, { code, data }, { code }, { splitDepth: 7, special: { tick: true, tock: false }, code, data }];
const bodies = [Cell.EMPTY, small, large];
const infos = [
  { type: 'internal', ihrDisabled: true, bounce: true, bounced: false, src: account(1), dest: account(2), value: { coins: 12345n }, ihrFee: 0n, forwardFee: 77n, createdLt: 99n, createdAt: 5 },
  { type: 'internal', ihrDisabled: false, bounce: false, bounced: true, src: new Address(-1, Buffer.alloc(32, 9)), dest: account(2), value: { coins: 0n, other: extra }, ihrFee: 3n, forwardFee: 0n, createdLt: (1n << 64n) - 1n, createdAt: 4294967295 },
  { type: 'external-in', src: null, dest: account(3), importFee: 0n },
  { type: 'external-in', src: new ExternalAddress(5n, 9), dest: account(3), importFee: 8n },
  { type: 'external-out', src: account(4), dest: null, createdLt: 4n, createdAt: 6 },
  { type: 'external-out', src: account(4), dest: new ExternalAddress(300n, 40), createdLt: 4n, createdAt: 6 },
];

export function envelopeVectors() {
  const messages = infos.flatMap(info => inits.flatMap(init => bodies.flatMap(body => [false, true].map(forceRef => {
    const message = { info, init, body };
    const cell = beginCell().store(storeMessage(message, { forceRef })).endCell();
    return {
      boc: base64(cell), hash: hex(cell), type: info.type, body: hex(body), code: init?.code ? hex(init.code) : null, splitDepth: init?.splitDepth ?? null,
      normalized: info.type === 'external-in' ? normalizedHash(message).toString('hex') : null,
    };
  }))));
  const unique = [...new Map(messages.map(message => [message.hash, message])).values()];
  return { messages: unique, inits: inits.slice(1).map(init => base64(beginCell().store(storeStateInit(init)).endCell())) };
}
