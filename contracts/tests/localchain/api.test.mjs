import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { beginCell, Cell, comment, external, loadTransaction, toNano } from '@ton/core';
import { normalizedHash, readMessage } from '../../localchain/cells.mjs';
import { bocOf, LocalChain, temporaryDirectory, transferBoc, wallet } from '../support/localchain.mjs';
import { addressFrom } from '../support/world.mjs';

const payee = addressFrom(77);
const cleanups = [];
let chain;

before(async () => {
  const scope = { after: cleanup => cleanups.unshift(cleanup) };
  chain = await LocalChain.start(scope, temporaryDirectory(scope));
  await chain.faucet(wallet.address, toNano('10'));
  await chain.call('sendBoc', { boc: transferBoc({ seqno: 0, to: payee, value: toNano('1'), body: comment('grüezi') }) });
});
after(async () => { for (const cleanup of cleanups) await cleanup(); });

test('GET, POST and JSON-RPC answer alike', async () => {
  const address = wallet.address.toString();
  const get = await chain.get(`/api/v2/getAddressBalance?address=${address}`);
  const post = await chain.post('/api/v2/getAddressBalance', { address });
  const rpc = await chain.post('/api/v2/jsonRPC', { id: 'x', jsonrpc: '2.0', method: 'getAddressBalance', params: { address } });

  assert.match(get.result, /^\d+$/);
  assert.deepEqual(post, get);
  assert.deepEqual(rpc, { ...get, id: 'x', jsonrpc: '2.0' });
});

test('every form of an address is understood', async () => {
  const forms = [payee.toRawString(), payee.toString(), payee.toString({ bounceable: false }), payee.toString({ urlSafe: false, testOnly: true })];
  for (const form of forms) {
    assert.equal(await chain.call('getAddressState', { address: form }), 'uninitialized', form);
    assert.equal(await chain.call('getAddressBalance', { address: form }), toNano('1').toString(), form);
  }
});

test('an account is described with code, data and its last transaction', async () => {
  const state = await chain.call('getAddressInformation', { address: wallet.address.toRawString() });

  assert.equal(state['@type'], 'raw.fullAccountState');
  assert.equal(state.state, 'active');
  assert.equal(Cell.fromBase64(state.code).hash().toString('hex'), wallet.init.code.hash().toString('hex'));
  const [last] = await chain.call('getTransactions', { address: wallet.address.toRawString(), limit: 1 });
  assert.deepEqual(state.last_transaction_id, last.transaction_id);
  assert.equal(state.block_id.workchain, -1);
});

test('a transaction shows its messages, fees and raw cells', async () => {
  const [sent] = await chain.call('getTransactions', { address: wallet.address.toString(), limit: 1 });
  const [received] = await chain.call('getTransactions', { address: payee.toString(), limit: 1 });

  assert.equal(sent.in_msg.source, '');
  assert.equal(sent.in_msg.destination, wallet.address.toString());
  assert.equal(sent.in_msg.msg_data['@type'], 'msg.dataRaw');
  assert.equal(sent.out_msgs.length, 1);
  assert.deepEqual(sent.out_msgs[0], received.in_msg, 'both ends see the same message, hash included');
  assert.equal(received.in_msg.value, toNano('1').toString());
  assert.equal(received.in_msg.message, 'grüezi');
  assert.equal(Buffer.from(received.in_msg.msg_data.text, 'base64').toString(), 'grüezi');
  assert.equal(BigInt(sent.fee), BigInt(sent.storage_fee) + BigInt(sent.other_fee));
  const raw = Cell.fromBase64(sent.data);
  assert.equal(raw.hash().toString('base64'), sent.transaction_id.hash);
  assert.equal(loadTransaction(raw.beginParse()).lt.toString(), sent.transaction_id.lt);
});

test('values and fees of all transactions add up to the balance', async () => {
  const transactions = await chain.call('getTransactions', { address: wallet.address.toString(), limit: 100 });
  const balance = transactions.reduce((sum, { in_msg: input, out_msgs: outputs, fee }) =>
    sum + BigInt(input.value) - outputs.reduce((spent, out) => spent + BigInt(out.value), 0n) - BigInt(fee), 0n);

  assert.equal(await chain.call('getAddressBalance', { address: wallet.address.toString() }), balance.toString());
});

test('sendBocReturnHash gives the hash under which the message is found', async () => {
  const boc = transferBoc({ seqno: 1, to: payee, value: 5n });
  const { hash } = await chain.call('sendBocReturnHash', { boc });

  assert.equal(hash, Cell.fromBase64(boc).hash().toString('base64'));
  const [last] = await chain.call('getTransactions', { address: wallet.address.toString(), limit: 1 });
  assert.equal(last.in_msg.hash, hash);
});

test('the normalized hash does not depend on how the message was put together', () => {
  const body = beginCell().storeUint(1, 8).endCell();
  const plain = Cell.fromBase64(bocOf(external({ to: payee, body })));
  const byReference = beginCell().storeUint(0b10, 2).storeUint(0, 2).storeAddress(payee).storeCoins(0).storeBit(false).storeBit(true).storeRef(body).endCell();
  const inline = beginCell().storeUint(0b10, 2).storeUint(0, 2).storeAddress(payee).storeCoins(7).storeBit(false).storeBit(false).storeSlice(body.beginParse()).endCell();

  assert.deepEqual(normalizedHash(readMessage(plain)), byReference.hash());
  assert.deepEqual(normalizedHash(readMessage(inline)), byReference.hash());
});

test('get-method parameters and results travel as toncenter writes them', async () => {
  const seqno = await chain.call('runGetMethod', { address: wallet.address.toString(), method: 'seqno', stack: [] });
  const key = await chain.call('runGetMethod', { address: wallet.address.toString(), method: 'get_public_key', stack: [] });
  const extensions = await chain.call('runGetMethod', { address: wallet.address.toString(), method: 'get_extensions', stack: [] });
  const tooMany = await chain.call('runGetMethod', { address: wallet.address.toString(), method: 85143, stack: [['num', '-0x10'], ['cell', bocOf(external({ to: payee }))]] });

  assert.deepEqual(seqno.stack, [['num', '0x2']]);
  assert.match(key.stack[0][1], /^0x[0-9a-f]{64}$/);
  assert.deepEqual(extensions.stack, [['list', { '@type': 'tvm.list', elements: [] }]]);
  assert.equal(tooMany.exit_code, 0);
  assert.deepEqual(tooMany.stack.slice(0, 1), [['num', '-0x10']]);
});

test('prices are read from the config', async () => {
  const { config } = await chain.call('getConfigParam', { config_id: 21 });
  const gas = Cell.fromBase64(config.bytes).beginParse();
  gas.skip(8 + 64 + 64 + 8);
  assert.equal(gas.loadUintBig(64), 400n << 16n);
});

test('the chain has a network id of its own', async () => {
  const { config } = await chain.call('getConfigParam', { config_id: 19 });
  assert.equal(Cell.fromBase64(config.bytes).beginParse().loadInt(32), -217);
  assert.equal((await chain.get('/dev/health')).result.networkId, -217);
});

test('bad requests say what is wrong', async () => {
  const address = payee.toString();
  const cases = [
    [416, /Incorrect address/, 'getAddressInformation', { address: 'nonsense' }],
    [422, /parameter address is missing/, 'getAddressInformation', {}],
    [422, /method noSuchMethod is not known/, 'noSuchMethod', {}],
    [422, /method toString is not known/, 'toString', {}],
    [422, /limit must be an integer from 1 to 100/, 'getTransactions', { address, limit: 1000 }],
    [422, /lt and hash go together/, 'getTransactions', { address, lt: '5' }],
    [422, /hash must be 32 bytes/, 'getTransactions', { address, lt: '5', hash: 'abc' }],
    [500, /LITE_SERVER_UNKNOWN: cannot locate transaction/, 'getTransactions', { address, lt: '5', hash: Buffer.alloc(32).toString('hex') }],
    [422, /boc is not a base64 bag of cells/, 'sendBoc', { boc: 'AAAA' }],
    [500, /cannot unpack external message header/, 'sendBoc', { boc: beginCell().endCell().toBoc().toString('base64') }],
    [422, /stack entries of type float are not supported/, 'runGetMethod', { address, method: 'seqno', stack: [['float', '1']] }],
    [500, /config parameter 999 is absent/, 'getConfigParam', { config_id: 999 }],
  ];
  for (const [status, text, method, params] of cases) {
    const direct = await chain.post(`/api/v2/${method}`, params);
    const rpc = await chain.post('/api/v2/jsonRPC', { id: 1, jsonrpc: '2.0', method, params });
    for (const answer of [direct, rpc]) {
      assert.deepEqual({ status: answer.status, ok: answer.ok, code: answer.code }, { status, ok: false, code: status }, method);
      assert.match(answer.error, text);
    }
  }
  assert.equal((await chain.get('/nowhere')).status, 404);
  assert.equal((await chain.get('/dev/stop')).status, 404, 'a GET must not stop the chain');
  assert.equal((await chain.post('/api/v2/sendBoc', '{')).status, 422);
  assert.equal((await chain.post('/api/v2/sendBoc', `{"boc":"${'A'.repeat(1 << 20)}"}`)).status, 413);
});

test('an external message above 65,535 bytes is refused', async () => {
  const leaves = Array.from({ length: 4 }, (_, i) => wide(i, 4));
  const body = leaves.reduce((builder, leaf) => builder.storeRef(leaf), beginCell()).endCell();
  const boc = bocOf(external({ to: wallet.address, body }));

  assert.ok(Buffer.from(boc, 'base64').length > 65_535);
  const answer = await chain.post('/api/v2/sendBoc', { boc });
  assert.equal(answer.status, 500);
  assert.match(answer.error, /external message too large: \d+ bytes, at most 65535/);
});

/** A tree of 4^levels leaves, all different. */
function wide(seed, levels) {
  const builder = beginCell().storeBuffer(Buffer.alloc(100, seed)).storeUint(levels, 8).storeUint(seed, 32);
  if (levels > 0) for (let i = 0; i < 4; i++) builder.storeRef(wide(seed * 5 + i + 1, levels - 1));
  return builder.endCell();
}

test('a nonexistent account takes no external message', async () => {
  const { status, error } = await chain.post('/api/v2/sendBoc', { boc: bocOf(external({ to: addressFrom(123), body: beginCell().endCell() })) });
  assert.equal(status, 500);
  assert.match(error, /External message was not accepted/);
});

test('the faucet refuses what it cannot give', async () => {
  const ask = (address, amount) => chain.post('/dev/faucet', { address, amount });
  assert.match((await ask(payee.toString(), '0')).error, /amount must be a positive number/);
  assert.match((await ask(payee.toString(), '-5')).error, /amount must be a non-negative integer/);
  assert.match((await ask(payee.toString(), (10n ** 39n).toString())).error, /does not hold that much/);
  assert.equal((await ask('nonsense', '1')).status, 416);
});

test('the clock can be moved forward and never back', async () => {
  const { result: before } = await chain.get('/dev/health');
  const { result: { now } } = await chain.post('/dev/time', { addSeconds: 86_400 });
  const refused = await chain.post('/dev/time', { addSeconds: -1 });

  assert.ok(now >= before.now + 86_400);
  assert.equal(refused.status, 422);
  await chain.faucet(payee, 1n);
  const [last] = await chain.call('getTransactions', { address: payee.toString(), limit: 1 });
  assert.ok(last.utime >= now);
});

test('a masterchain block is found by its number, with its hash and time', async () => {
  const shard = '-9223372036854775808';
  const { last } = await chain.call('getMasterchainInfo');
  const header = await chain.call('getBlockHeader', { workchain: -1, shard, seqno: last.seqno });

  assert.deepEqual(header.id, last);
  assert.equal(header.global_id, -217);
  const { now } = (await chain.get('/dev/health')).result;
  assert.ok(header.gen_utime <= now && header.gen_utime > now - 10, `${header.gen_utime} at ${now}`);
  const future = await chain.get(`/api/v2/getBlockHeader?workchain=-1&shard=${shard}&seqno=${last.seqno + 1000}`);
  assert.equal(future.ok, false);
  assert.match(future.error, /cannot find block/);
  assert.match((await chain.get(`/api/v2/getBlockHeader?workchain=0&shard=${shard}&seqno=1`)).error, /only masterchain blocks/);
});

test('invented blocks are five seconds apart, and their times never go back', async () => {
  const shard = '-9223372036854775808';
  const newest = async () => (await chain.call('getMasterchainInfo')).last.seqno;
  const first = Math.max(1, await newest() - 30);
  const headers = async () => {
    const all = [];
    for (let [seqno, last] = [first, await newest()]; seqno <= last; seqno++) all.push(await chain.call('getBlockHeader', { workchain: -1, shard, seqno }));
    return all;
  };
  const before = await headers();
  await chain.post('/dev/time', { addSeconds: 60 });
  const after = await headers();

  assert.equal(after.length >= before.length + 12, true);
  assert.deepEqual(after.slice(0, before.length), before, 'a block that was shown stays as it is');
  for (let i = 1; i < after.length; i++) assert.ok(after[i].gen_utime >= after[i - 1].gen_utime);
  assert.equal(after.at(-1).gen_utime - after.at(-2).gen_utime, 5);
});
