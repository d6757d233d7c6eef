// Our own contracts' addresses, messages and signed cells, by the builders that the contracts' tests use, and their data as
// the executor leaves it.
import { beginCell, contractAddress, external, storeMessage } from '@ton/core';
import { sign } from '@ton/crypto';
import * as cells from '../tests/support/cells.mjs';
import { earningsLeaf, MerkleTree } from '../tests/support/merkle.mjs';
import * as vaultCells from '../tests/support/vault-cells.mjs';
import { codeOf } from '../tests/support/world.mjs';
import { account, base64, hex, keyPair, seedOf } from './common.mjs';
import { channelStates, vaultStates } from './states.mjs';

const operator = keyPair(1);
const client = keyPair(2);
const market = keyPair(3);
const keyText = ({ publicKey }) => publicKey.toString('hex');
const networkIds = [-239, -3, -217];

export const contractVectors = async () => ({
  operatorSeed: seedOf(1).toString('hex'), clientSeed: seedOf(2).toString('hex'), marketSeed: seedOf(3).toString('hex'),
  channels: channels(), channelStates: await channelStates(), channelMessages: channelMessages(), vouchers: vouchers(),
  agreements: { close: hex(agreement), withdrawal: hex(permit) },
  vaults: vaults(), vaultStates: await vaultStates(), vaultMessages: vaultMessages(), changes: changes(), batches: batches(), draws: draws(),
});

function channels() {
  return networkIds.flatMap(networkId => [0n, 1n, (1n << 64n) - 1n].map(salt => {
    const terms = { voucherKey: client.publicKey, networkId, vault: account(8), owner: account(9), marketKey: market.publicKey, grace: 86_400, salt };
    return {
      voucherKey: keyText(client), networkId, vault: account(8).toRawString(), owner: account(9).toRawString(), marketKey: keyText(market), grace: 86_400, salt,
      address: contractAddress(0, { code: codeOf('channel'), data: cells.channelData(terms) }).toRawString(),
    };
  }));
}

function vaults() {
  return networkIds.flatMap(networkId => [0n, (1n << 64n) - 1n].map(salt => {
    const terms = { operatorKey: operator.publicKey, networkId, owner: account(9), timelock: 172_800, exitDelay: 604_800, salt };
    return {
      operatorKey: keyText(operator), networkId, owner: account(9).toRawString(), timelock: 172_800, exitDelay: 604_800, salt,
      domain: cells.vaultDomain(terms).toString(16).padStart(56, '0'),
      address: contractAddress(0, { code: codeOf('vault'), data: cells.vaultData(terms) }).toRawString(),
    };
  }));
}

const agreement = cells.closeAgreement({ channel: account(6), amount: 3_000_000_000n });
const permit = cells.withdrawPermit({ channel: account(6), total: 4_000_000_001n, validUntil: 1_900_000_000 });

/** Each message once, with the inputs that the tests of the C# library repeat. */
function channelMessages() {
  const signed = cells.voucher({ channel: account(6), amount: 123_456_789n, seqno: 77 });
  return bodies({
    TopUp: cells.topUp(7n, (1n << 62n) + 1n),
    Claim: cells.claim(8n, signed, client.secretKey),
    ClaimPaid: cells.claimPaid(9n, 1n),
    CloseTogether: cells.closeTogether(10n, agreement, client.secretKey, market.secretKey),
    StartClose: cells.plain(cells.op.startClose, 11n),
    FinishClose: cells.plain(cells.op.finishClose, (1n << 64n) - 1n),
    Withdraw: cells.withdraw(13n, permit, market.secretKey),
    ChangeVoucherKey: cells.changeVoucherKey(14n, operator.publicKey),
    ApplyVoucherKey: cells.plain(cells.op.applyVoucherKey, 15n),
    Refund: cells.plain(cells.op.refund, 16n),
    Excesses: cells.plain(cells.op.excesses, 0n),
  });
}

function vaultMessages() {
  const change = vaultCells.change.setOwner(account(5));
  return bodies({
    StartExit: cells.plain(cells.op.startExit, 1n),
    Pause: vaultCells.pause(2n, true),
    Resume: vaultCells.pause(3n, false),
    Announce: vaultCells.announce(4n, change),
    Cancel: vaultCells.cancel(5n, change.hash()),
    Apply: vaultCells.apply(6n, change),
    Drawn: cells.plain(cells.op.drawn, (1n << 64n) - 1n),
  });
}

const changes = () => bodies({
  SetOperator: vaultCells.change.setOperator(client.publicKey),
  SetOwner: vaultCells.change.setOwner(account(5)),
  Upgrade: vaultCells.change.upgrade(agreement),
  UpgradeWithData: vaultCells.change.upgrade(agreement, permit),
  TakeOut: vaultCells.change.takeOut(account(7), 5_000_000_000n),
});

const bodies = named => Object.fromEntries(Object.entries(named).map(([name, cell]) => [name, base64(cell)]));

function vouchers() {
  return [[1n, 1], [123_456_789n, 77], [(1n << 63n) - 1n, 0xffffffff]].map(([amount, seqno]) => {
    const cell = cells.voucher({ channel: account(6), amount, seqno });
    return { channel: account(6).toRawString(), amount, seqno, hash: hex(cell), signature: sign(cell.hash(), client.secretKey).toString('hex') };
  });
}

function batches() {
  const domain = cells.vaultDomain({ networkId: -217, owner: account(9) });
  return [0, 1, 4, 254].map(count => {
    const payouts = Array.from({ length: count }, (_, i) => ({ to: account(i), value: 1_000_003n * BigInt(i + 1) }));
    const fees = 400_000n * BigInt(count) + 800_000n;
    const required = payouts.reduce((sum, { value }) => sum + value, fees);
    const cell = cells.batch({ domain, seqno: count, validUntil: 1_900_000_000, payouts, required, receiptRoot: BigInt(count), earningsRoot: (1n << 256n) - 1n });
    const message = beginCell().store(storeMessage(external({ to: account(8), body: cells.signedBatch(cell, operator.secretKey) }), { forceRef: true })).endCell();
    return {
      vault: account(8).toRawString(), domain: domain.toString(16).padStart(56, '0'), seqno: count, validUntil: 1_900_000_000, fees,
      receiptRoot: count.toString(16).padStart(64, '0'), earningsRoot: 'f'.repeat(64),
      payouts: payouts.map(({ to, value }) => ({ to: to.toRawString(), value })), hash: hex(message),
    };
  });
}

function draws() {
  return [1, 2, 5, 1_000].flatMap(count => {
    const entries = Array.from({ length: count }, (_, i) => ({ provider: account(i % 256), earned: (1n << 62n) + BigInt(i), guaranteed: BigInt(i) * 1_000_000_007n }));
    const tree = new MerkleTree(entries.map(earningsLeaf));
    return [...new Set([0, count >> 1, count - 1])].map(index => {
      const path = tree.path(index);
      return {
        provider: entries[index].provider.toRawString(), earned: entries[index].earned, guaranteed: entries[index].guaranteed,
        leaf: earningsLeaf(entries[index]).toString('hex'), root: tree.root.toString('hex'), index, count, path: path.map(hash => hash.toString('hex')),
        body: base64(vaultCells.drawEarnings(9n, { ...entries[index], index, count, path })),
      };
    });
  });
}
