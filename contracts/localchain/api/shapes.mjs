// Answers in toncenter's v2 shapes.
import { createHash } from 'node:crypto';
import { beginCell, Cell, storeStateInit } from '@ton/core';
import { readMessage, readTransaction } from '../cells.mjs';

export const transactionId = (lt, hash) => ({ '@type': 'internal.transactionId', lt, hash });

/**
 * Block hashes are invented: derived from the number, so that equal numbers look equal, and from the branch, so that they
 * differ on both sides of a reorganisation.
 */
export function blockId({ seqno, branch = 0 }, workchain = -1) {
  const fork = branch === 0 ? '' : ` ${branch}`;
  const digest = kind => createHash('sha256').update(`localchain ${kind} ${workchain} ${seqno}${fork}`).digest('base64');
  return {
    '@type': 'ton.blockIdExt', workchain, shard: '-9223372036854775808', seqno,
    root_hash: digest('root'), file_hash: digest('file'),
  };
}

/** What there is to say of a block that holds nothing but its number and time; `block` is one of Chain.blockAt. */
export const blockHeader = (block, networkId) => ({
  '@type': 'blocks.header', id: blockId(block), global_id: networkId, version: 0, is_key_block: false, vert_seqno: 0, gen_utime: block.now,
  prev_blocks: [],
});

const stateNames = { active: 'active', uninit: 'uninitialized', frozen: 'frozen' };

export const stateName = shardAccount => stateNames[shardAccount.account?.storage.state.type ?? 'uninit'];

export const balanceOf = shardAccount => (shardAccount.account?.storage.balance.coins ?? 0n).toString();

export function lastTransactionId({ lastTransactionLt, lastTransactionHash }) {
  const hash = Buffer.from(lastTransactionHash.toString(16).padStart(64, '0'), 'hex').toString('base64');
  return transactionId(lastTransactionLt.toString(), hash);
}

export function accountState(chain, shardAccount) {
  const state = shardAccount.account?.storage.state;
  const active = state?.type === 'active' ? state.state : {};
  return {
    '@type': 'raw.fullAccountState',
    balance: balanceOf(shardAccount),
    extra_currencies: [],
    code: bocOrEmpty(active.code),
    data: bocOrEmpty(active.data),
    last_transaction_id: lastTransactionId(shardAccount),
    block_id: blockId(chain.block),
    frozen_hash: state?.type === 'frozen' ? Buffer.from(state.stateHash.toString(16).padStart(64, '0'), 'hex').toString('base64') : '',
    sync_utime: chain.now,
    state: stateName(shardAccount),
  };
}

/** `stored` is one of Chain.transactionsOf. */
export function transaction(address, stored) {
  const { transaction: parsed, inMessage, outMessages } = readTransaction(Cell.fromBase64(stored.boc));
  const outgoing = outMessages.map(message);
  const storageFee = parsed.description.storagePhase?.storageFeesCollected ?? 0n;
  // As tonlib counts: what the account lost beyond the values of its messages.
  const fee = outgoing.reduce((sum, out) => sum + BigInt(out.fwd_fee) + BigInt(out.ihr_fee), parsed.totalFees.coins);
  return {
    '@type': 'raw.transaction',
    address: { '@type': 'accountAddress', account_address: address.toString() },
    utime: parsed.now,
    data: stored.boc,
    transaction_id: transactionId(stored.lt, stored.hash),
    fee: fee.toString(),
    storage_fee: storageFee.toString(),
    other_fee: (fee - storageFee).toString(),
    in_msg: inMessage ? message(inMessage) : undefined,
    out_msgs: outgoing,
  };
}

function message(cell) {
  const { info, init, body } = readMessage(cell);
  const isInternal = info.type === 'internal';
  return {
    '@type': 'raw.message',
    hash: cell.hash().toString('base64'),
    source: info.src?.toString() ?? '',
    destination: info.dest?.toString() ?? '',
    value: (isInternal ? info.value.coins : 0n).toString(),
    extra_currencies: [],
    fwd_fee: (isInternal ? info.forwardFee : 0n).toString(),
    ihr_fee: (isInternal ? info.ihrFee : 0n).toString(),
    created_lt: (info.createdLt ?? 0n).toString(),
    body_hash: body.hash().toString('base64'),
    ...messageData(body, init),
  };
}

/** A body that starts with 32 zero bits is text; any other is given as its cell. */
function messageData(body, init) {
  const slice = body.beginParse();
  if (slice.remainingBits >= 32 && slice.remainingBits % 8 === 0 && slice.preloadUint(32) === 0) {
    const text = snakeBytes(slice.skip(32));
    return { msg_data: { '@type': 'msg.dataText', text: text.toString('base64') }, message: text.toString('utf8') };
  }
  const initState = init ? beginCell().store(storeStateInit(init)).endCell() : null;
  return {
    msg_data: { '@type': 'msg.dataRaw', body: bocOrEmpty(body), init_state: bocOrEmpty(initState) },
    message: slice.remainingBits % 8 === 0 ? slice.loadBuffer(slice.remainingBits / 8).toString('base64') : '',
  };
}

/** Whole bytes of a cell and of the chain of its first references. */
function snakeBytes(slice) {
  const parts = [];
  for (let rest = slice; rest; rest = rest.remainingRefs > 0 ? rest.loadRef().beginParse() : null) {
    parts.push(rest.loadBuffer(Math.floor(rest.remainingBits / 8)));
  }
  return Buffer.concat(parts);
}

const bocOrEmpty = cell => cell ? cell.toBoc().toString('base64') : '';
