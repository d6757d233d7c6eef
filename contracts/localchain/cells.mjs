// Reading of cells that the emulator hands out, keeping the exact cells (and so their hashes) where a parse would not.
import { beginCell, Cell, Dictionary, loadMessage, loadTransaction } from '@ton/core';

/** Parses the one root cell of `bytes`. */
export function parseBoc(bytes) {
  const roots = Cell.fromBoc(bytes);
  if (roots.length !== 1) throw new Error(`expected one root cell, found ${roots.length}`);
  return roots[0];
}

/** { transaction, inMessage: Cell | null, outMessages: Cell[] }; the messages as they stand in the transaction. */
export function readTransaction(cell) {
  const messages = cell.refs[0].beginParse();
  const inMessage = messages.loadMaybeRef();
  const outMessages = messages.loadDict(Dictionary.Keys.Uint(15), Dictionary.Values.Cell());
  const ordered = [...outMessages].sort(([a], [b]) => a - b).map(([, message]) => message);
  return { transaction: loadTransaction(cell.beginParse()), inMessage, outMessages: ordered };
}

export const readMessage = cell => loadMessage(cell.beginParse());

/** Hash of an external message without what its sender may vary at will (TEP-467). */
export function normalizedHash(message) {
  return beginCell()
    .storeUint(0b10, 2).storeUint(0, 2).storeAddress(message.info.dest).storeCoins(0)
    .storeBit(false).storeBit(true).storeRef(message.body)
    .endCell().hash();
}

export const accountKey = address => address.toRawString();
