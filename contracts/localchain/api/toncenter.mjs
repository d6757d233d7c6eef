// The part of toncenter's v2 API that a wallet, a payout service and @ton/ton's TonClient need.
import { beginCell, external, storeMessage } from '@ton/core';
import { networkId } from '../config.mjs';
import { normalizedHash, readMessage, readTransaction } from '../cells.mjs';
import { ConnectionCut, invalid, refused } from '../errors.mjs';
import * as params from './params.mjs';
import * as shapes from './shapes.mjs';
import { readStack, writeStack } from './stack.mjs';

const transactionsMax = 100;
const notInitialized = -13;
const wholeShard = ['-9223372036854775808', '8000000000000000'];
const methodIdBase = 0x10000;

/** name -> (chain, parameters, { weather }) => result or promise. Throws ApiError. */
export const toncenterMethods = {
  getMasterchainInfo: chain => ({
    '@type': 'blocks.masterchainInfo',
    last: shapes.blockId(chain.block),
    state_root_hash: shapes.blockId(chain.block).root_hash,
    init: shapes.blockId({ seqno: 0 }),
  }),

  getBlockHeader,

  getAddressInformation: (chain, input) => shapes.accountState(chain, chain.account(params.address(input))),
  getAddressBalance: (chain, input) => shapes.balanceOf(chain.account(params.address(input))),
  getAddressState: (chain, input) => shapes.stateName(chain.account(params.address(input))),
  getTransactions,
  runGetMethod,
  getConfigParam,
  estimateFee,

  async sendBoc(chain, input, { weather }) {
    await send(chain, input, weather);
    return { '@type': 'ok' };
  },

  async sendBocReturnHash(chain, input, { weather }) {
    const { cell, message } = await send(chain, input, weather);
    return {
      '@type': 'raw.extMessageInfo',
      hash: cell.hash().toString('base64'),
      hash_norm: normalizedHash(message).toString('base64'),
    };
  },
};

/** Of masterchain blocks: the others are not to be had here. */
function getBlockHeader(chain, input) {
  const workchain = params.integer(input, 'workchain', { min: -1, max: 0 });
  const shard = String(params.required(input, 'shard'));
  const seqno = params.integer(input, 'seqno', { min: 0, max: 2 ** 32 - 1 });
  if (workchain !== -1 || !wholeShard.includes(shard)) throw invalid('only masterchain blocks are here: workchain -1, shard -9223372036854775808');
  const block = chain.blockAt(seqno);
  if (!block) throw refused(`cannot find block (-1,8000000000000000,${seqno})`);
  return shapes.blockHeader(block, networkId);
}

async function send(chain, input, weather) {
  const { cell, bytes } = params.boc(input, 'boc');
  const message = readExternal(cell);
  const fate = weather.nextFate();
  if (fate.rejected) throw refused('cannot apply external message to current state : too many external messages');
  await chain.sendExternal(cell, bytes, fate);
  if (fate.replyLost) throw new ConnectionCut();
  return { cell, message };
}

function readExternal(cell) {
  let message;
  try {
    message = readMessage(cell);
  } catch (error) {
    throw refused(`cannot unpack external message header: ${error.message}`);
  }
  if (message.info.type !== 'external-in') throw refused(`an ${message.info.type} message cannot be sent from outside`);
  return message;
}

/** Newest first, from (lt, hash) inclusive down to to_lt exclusive. */
function getTransactions(chain, input) {
  const address = params.address(input);
  const limit = params.integer(input, 'limit', { fallback: 10, min: 1, max: transactionsMax });
  const lt = params.bigInteger(input, 'lt');
  const hash = params.hash(input, 'hash');
  const toLt = params.bigInteger(input, 'to_lt') ?? 0n;
  if ((lt === null) !== (hash === null)) throw invalid('lt and hash go together: give both, or neither');

  const all = chain.transactionsOf(address);
  const last = lt === null ? all.length - 1 : indexOfLt(all, lt);
  if (lt !== null && all[last]?.hash !== hash) throw refused('cannot locate transaction in block with specified logical time');
  const result = [];
  for (let i = last; i >= 0 && result.length < limit && BigInt(all[i].lt) > toLt; i--) result.push(shapes.transaction(address, all[i]));
  return result;
}

/** Index of the transaction with this lt in a list sorted by lt, or -1. */
function indexOfLt(list, lt) {
  let low = 0;
  let high = list.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = BigInt(list[middle].lt);
    if (found === lt) return middle;
    if (found < lt) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

async function runGetMethod(chain, input) {
  const address = params.address(input);
  const methodId = methodIdOf(params.required(input, 'method'));
  const result = await chain.runGetMethod(address, methodId, readStack(input.stack ?? []));
  return {
    '@type': 'smc.runResult',
    gas_used: result?.gasUsed ?? 0,
    stack: result ? writeStack(result.stack) : [],
    exit_code: result?.exitCode ?? notInitialized,
    block_id: shapes.blockId(chain.block),
    last_transaction_id: shapes.lastTransactionId(chain.account(address)),
  };
}

function methodIdOf(method) {
  if (/^-?\d{1,9}$/.test(String(method))) return Number(method);
  return crc16(Buffer.from(String(method))) | methodIdBase;
}

/** CRC-16/XMODEM, as the compilers number get-methods. */
function crc16(bytes) {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xffff;
  }
  return crc;
}

function getConfigParam(chain, input) {
  const id = params.integer({ id: input.config_id ?? input.param }, 'id', { min: -(2 ** 31), max: 2 ** 31 - 1 });
  const cell = chain.config.get(id);
  if (!cell) throw refused(`config parameter ${id} is absent`);
  return { '@type': 'configInfo', config: { '@type': 'tvm.cell', bytes: cell.toBoc().toString('base64') } };
}

async function estimateFee(chain, input) {
  const code = params.optionalBoc(input, 'init_code');
  const data = params.optionalBoc(input, 'init_data');
  const message = external({
    to: params.address(input),
    init: code && data ? { code, data } : undefined,
    body: params.boc(input, 'body').cell,
  });
  const ignoreSignature = ![false, 'false', undefined].includes(input.ignore_chksig);
  const cell = await chain.emulate(beginCell().store(storeMessage(message)).endCell(), { ignoreSignature });
  return { '@type': 'query.fees', source_fees: sourceFees(readTransaction(cell).transaction), destination_fees: [] };
}

function sourceFees({ totalFees, description }) {
  const storage = description.storagePhase?.storageFeesCollected ?? 0n;
  const gas = description.computePhase.gasFees ?? 0n;
  const action = description.actionPhase?.totalActionFees ?? 0n;
  return {
    '@type': 'fees',
    in_fwd_fee: Number(totalFees.coins - storage - gas - action),
    storage_fee: Number(storage),
    gas_fee: Number(gas),
    fwd_fee: Number(description.actionPhase?.totalFwdFees ?? 0n),
  };
}
