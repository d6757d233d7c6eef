// Our own contracts' addresses, bodies and signed cells, by the builders that the contracts' tests use.
import { beginCell, contractAddress, external, storeMessage } from '@ton/core';
import { sign } from '@ton/crypto';
import * as cells from '../tests/support/cells.mjs';
import { codeOf } from '../tests/support/world.mjs';
import { account, hex, keyPair, seedOf } from './common.mjs';

const client = keyPair(2);
const operator = keyPair(1);

export function contractVectors() {
  return {
    clientSeed: seedOf(2).toString('hex'), operatorSeed: seedOf(1).toString('hex'),
    channels: channels(), vaults: vaults(), topUps: topUps(), vouchers: vouchers(), batches: batches(),
  };
}

function channels() {
  return [-239, -3, -217].flatMap(networkId => [0n, 1n, (1n << 64n) - 1n].map(salt => {
    const data = cells.channelData({ voucherKey: client.publicKey, networkId, vault: account(8), owner: account(9), salt });
    return {
      voucherKey: client.publicKey.toString('hex'), networkId, vault: account(8).toRawString(), owner: account(9).toRawString(), salt,
      address: contractAddress(0, { code: codeOf('channel'), data }).toRawString(),
    };
  }));
}

function vaults() {
  return [-239, -3, -217].map(networkId => {
    const data = cells.vaultData({ operatorKey: operator.publicKey, networkId, owner: account(9) });
    return { operatorKey: operator.publicKey.toString('hex'), networkId, owner: account(9).toRawString(), address: contractAddress(0, { code: codeOf('vault'), data }).toRawString() };
  });
}

const topUps = () => [[0n, 1n], [7n, 1_000_000_000n], [(1n << 64n) - 1n, (1n << 63n) - 1n]].map(([queryId, amount]) => ({ queryId, amount, bodyHash: hex(cells.topUp(queryId, amount)) }));

function vouchers() {
  return [-239, -217].flatMap(networkId => [[1n, 1], [123_456_789n, 77], [(1n << 63n) - 1n, 0xffffffff]].map(([amount, seqno]) => {
    const cell = cells.voucher({ networkId, channel: account(6), amount, seqno });
    return {
      networkId, channel: account(6).toRawString(), amount, seqno, hash: hex(cell),
      signature: sign(cell.hash(), client.secretKey).toString('hex'), claimHash: hex(cells.claim(9n, cell, client.secretKey)),
    };
  }));
}

function batches() {
  return [1, 4, 254].map(count => {
    const payouts = Array.from({ length: count }, (_, i) => ({ to: account(i), value: 1_000_003n * BigInt(i + 1) }));
    const fields = { networkId: -217, vault: account(8), seqno: count, validUntil: 1_900_000_000, payouts, receiptRoot: BigInt(count), earningsRoot: (1n << 256n) - 1n };
    const body = cells.signedBatch(cells.batch(fields), operator.secretKey);
    const message = beginCell().store(storeMessage(external({ to: account(8), body }), { forceRef: true })).endCell();
    return {
      networkId: -217, vault: account(8).toRawString(), seqno: count, validUntil: 1_900_000_000,
      receiptRoot: count.toString(16).padStart(64, '0'), earningsRoot: 'f'.repeat(64),
      payouts: payouts.map(({ to, value }) => ({ to: to.toRawString(), value })), bodyHash: hex(body), hash: hex(message),
    };
  });
}
