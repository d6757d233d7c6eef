// Get-method stacks as toncenter writes them: ["num", "0x1f"], ["cell", { bytes }], ["tuple", { elements }] ...
import { parseTuple } from '@ton/core';
import { parseBoc } from '../cells.mjs';
import { invalid } from '../errors.mjs';

const cellTypes = { 'cell': 'cell', 'tvm.Cell': 'cell', 'slice': 'slice', 'tvm.Slice': 'slice', 'builder': 'builder', 'tvm.Builder': 'builder' };

/** Caller's parameters to executor items. */
export function readStack(entries) {
  if (!Array.isArray(entries)) throw invalid('stack must be a list of [type, value] pairs');
  return entries.map(readEntry);
}

function readEntry(entry) {
  const [type, value] = Array.isArray(entry) ? entry : [];
  try {
    if (type === 'num') return { type: 'int', value: readNumber(value) };
    if (type in cellTypes) return { type: cellTypes[type], cell: parseBoc(Buffer.from(value, 'base64')) };
  } catch (error) {
    throw invalid(`stack entry of type ${type} cannot be read: ${error.message}`);
  }
  throw invalid(`stack entries of type ${type} are not supported; use num, cell, slice or builder`);
}

function readNumber(value) {
  const text = String(value);
  return text.startsWith('-') ? -BigInt(text.slice(1)) : BigInt(text);
}

/** The executor's stack cell to JSON. */
export const writeStack = cell => parseTuple(cell).map(writeItem);

function writeItem(item) {
  switch (item.type) {
    case 'int': return ['num', hex(item.value)];
    case 'nan': return ['num', 'NaN'];
    case 'null': return ['list', { '@type': 'tvm.list', elements: [] }];
    case 'cell': case 'slice': case 'builder': return [item.type, { bytes: base64(item.cell) }];
    case 'tuple': return ['tuple', { '@type': 'tvm.tuple', elements: item.items.map(writeElement) }];
    default: throw new Error(`Unknown stack item ${item.type}.`);
  }
}

/** Inside a tuple the entries carry tonlib's type names. */
function writeElement(item) {
  switch (item.type) {
    case 'int': return { '@type': 'tvm.stackEntryNumber', number: { '@type': 'tvm.numberDecimal', number: item.value.toString() } };
    case 'null': return { '@type': 'tvm.stackEntryList', list: { '@type': 'tvm.list', elements: [] } };
    case 'cell': return { '@type': 'tvm.stackEntryCell', cell: { '@type': 'tvm.cell', bytes: base64(item.cell) } };
    case 'slice': return { '@type': 'tvm.stackEntrySlice', slice: { '@type': 'tvm.slice', bytes: base64(item.cell) } };
    case 'tuple': return { '@type': 'tvm.stackEntryTuple', tuple: { '@type': 'tvm.tuple', elements: item.items.map(writeElement) } };
    default: return { '@type': 'tvm.stackEntryUnsupported' };
  }
}

const hex = value => value < 0n ? `-0x${(-value).toString(16)}` : `0x${value.toString(16)}`;
const base64 = cell => cell.toBoc().toString('base64');
