// Get-method stacks in toncenter's JSON, written by the local chain from the executor's form.
import { beginCell, serializeTuple } from '@ton/core';
import { writeStack } from '../localchain/api/stack.mjs';
import { base64 } from './common.mjs';

const cell = beginCell().storeUint(7, 32).endCell();
const int = value => ({ type: 'int', value });

export function stackVectors() {
  const stacks = [
    [], [int(0n)], [int(31n), int(-31n)], [int((1n << 256n) - 1n), int(-(1n << 256n))], [{ type: 'nan' }], [{ type: 'null' }],
    [{ type: 'cell', cell }, { type: 'slice', cell }, { type: 'builder', cell }],
    [{ type: 'tuple', items: [] }], [{ type: 'tuple', items: [int(5n), { type: 'cell', cell }, { type: 'slice', cell }, { type: 'null' }, { type: 'tuple', items: [int(-1n)] }] }],
  ];
  return stacks.map(stack => ({ json: JSON.stringify(writeStack(serializeTuple(stack))), items: stack.map(text) }));
}

/** A short text that says what an item is. */
function text(item) {
  switch (item.type) {
    case 'int': return item.value.toString();
    case 'nan': case 'null': return item.type;
    case 'tuple': return `(${item.items.map(text).join(' ')})`;
    default: return `${item.type}:${base64(item.cell)}`;
  }
}
