// Conformance: @ton/ton's own toncenter client, as it comes, drives the chain.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { internal, SendMode, toNano } from '@ton/core';
import { TonClient } from '@ton/ton';
import { LocalChain, temporaryDirectory, wallet, walletKey } from '../support/localchain.mjs';
import { addressFrom } from '../support/world.mjs';

const payee = addressFrom(77);
const cleanups = [];
let chain;
let client;
let opened;

before(async () => {
  const scope = { after: cleanup => cleanups.unshift(cleanup) };
  chain = await LocalChain.start(scope, temporaryDirectory(scope));
  client = new TonClient({ endpoint: `${chain.base}/api/v2/jsonRPC` });
  opened = client.open(wallet);
});
after(async () => { for (const cleanup of cleanups) await cleanup(); });

const transfer = (seqno, value, body) => opened.sendTransfer({
  seqno, secretKey: walletKey.secretKey, sendMode: SendMode.PAY_GAS_SEPARATELY,
  messages: [internal({ to: payee, value, body, bounce: false })],
});

test('an account that nobody has touched is uninitialized and empty', async () => {
  const state = await client.getContractState(payee);
  assert.deepEqual(
    { state: state.state, balance: state.balance, code: state.code, lastTransaction: state.lastTransaction },
    { state: 'uninitialized', balance: 0n, code: null, lastTransaction: null });
});

test('the faucet pays by a real transaction', async () => {
  await chain.faucet(wallet.address, toNano('10'));

  assert.equal(await client.getBalance(wallet.address), toNano('10'));
  const [received] = await client.getTransactions(wallet.address, { limit: 1 });
  assert.equal(received.inMessage.info.value.coins, toNano('10'));
  const [sent] = await client.getTransactions(received.inMessage.info.src, { limit: 1 });
  assert.deepEqual(sent.outMessages.get(0).body.hash(), received.inMessage.body.hash());
});

test('a V5R1 wallet is deployed by its first transfer', async () => {
  await transfer(0, toNano('1'), 'first');

  assert.equal(await client.isContractDeployed(wallet.address), true);
  assert.equal(await opened.getSeqno(), 1);
  assert.equal(await client.getBalance(payee), toNano('1'));
});

test('transactions are listed newest first and paged by lt and hash', async () => {
  await transfer(1, toNano('2'), 'second');
  await transfer(2, toNano('3'), 'third');

  const all = await client.getTransactions(payee, { limit: 10 });
  assert.deepEqual(all.map(tx => tx.inMessage.info.value.coins), [toNano('3'), toNano('2'), toNano('1')]);
  const { lt, hash } = { lt: all[0].lt.toString(), hash: all[0].hash().toString('base64') };
  const older = await client.getTransactions(payee, { limit: 1, lt, hash });
  const inclusive = await client.getTransactions(payee, { limit: 2, lt, hash, inclusive: true });
  const until = await client.getTransactions(payee, { limit: 10, to_lt: all[1].lt.toString() });

  assert.deepEqual(older.map(tx => tx.lt), [all[1].lt]);
  assert.deepEqual(inclusive.map(tx => tx.lt), [all[0].lt, all[1].lt]);
  assert.deepEqual(until.map(tx => tx.lt), [all[0].lt]);
  const one = await client.getTransaction(payee, lt, hash);
  assert.deepEqual(one.hash(), all[0].hash());
});

test('a transfer with a used seqno is turned away with the exit code of the wallet', async () => {
  await assert.rejects(transfer(1, toNano('1')), ({ response }) => {
    assert.equal(response.status, 500);
    assert.match(response.data.error, /^LITE_SERVER_UNKNOWN: cannot apply external message to current state : External message was not accepted\n/);
    assert.match(response.data.error, /exitcode=133$/);
    return true;
  });
  assert.equal(await opened.getSeqno(), 3);
});

test('the estimate is what the transfer then costs', async () => {
  const body = wallet.createTransfer({
    seqno: 3, secretKey: walletKey.secretKey, sendMode: SendMode.PAY_GAS_SEPARATELY,
    messages: [internal({ to: payee, value: toNano('1'), bounce: false })],
  });
  const { source_fees: fees } = await client.estimateExternalMessageFee(wallet.address, { body, initCode: null, initData: null, ignoreSignature: false });
  const balance = await client.getBalance(wallet.address);
  await client.sendExternalMessage(wallet, body);

  const spent = balance - await client.getBalance(wallet.address);
  // Between the two calls a second may begin, and with it one more second of storage.
  const difference = spent - toNano('1') - BigInt(fees.in_fwd_fee + fees.storage_fee + fees.gas_fee + fees.fwd_fee);
  assert.ok(difference >= 0n && difference < 10n, `differs by ${difference}`);
});

test('get-methods answer through a contract provider', async () => {
  assert.equal(await opened.getSeqno(), 4);
  const { exit_code: missing } = await client.runMethodWithError(wallet.address, 'no_such_method');
  const { exit_code: uninitialized } = await client.runMethodWithError(addressFrom(200), 'seqno');
  assert.deepEqual({ missing, uninitialized }, { missing: 11, uninitialized: -13 });
});

test('the masterchain block number grows with every step', async () => {
  const { latestSeqno: first } = await client.getMasterchainInfo();
  await chain.faucet(payee, 1n);
  const { latestSeqno: second } = await client.getMasterchainInfo();
  assert.ok(second > first);
});
