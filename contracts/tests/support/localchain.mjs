// Runs localchain/main.mjs as users do: as a process of its own.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beginCell, external, internal, SendMode, storeMessage } from '@ton/core';
import { WalletContractV5R1 } from '@ton/ton';
import { keyPair, networkId } from './world.mjs';

const mainPath = fileURLToPath(new URL('../../localchain/main.mjs', import.meta.url));

/** A directory that goes when the test ends. */
export function temporaryDirectory(test) {
  const path = mkdtempSync(join(tmpdir(), 'localchain-'));
  test.after(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** A localchain process; killed when the test ends. */
export class LocalChain {
  stderr = '';
  #process;

  /** Resolves when it is ready. Rejects with what it wrote to stderr when it ends before. */
  static async start(test, state, ...options) {
    const chain = new LocalChain();
    const child = spawn(process.execPath, [mainPath, '--port', '0', '--state', state, '--with-parent', ...options]);
    chain.#process = child;
    test.after(() => chain.kill());
    child.stderr.on('data', data => { chain.stderr += data; });
    chain.exited = once(child, 'close').then(([code]) => code);
    chain.base = await new Promise((resolve, reject) => {
      child.stdout.on('data', data => resolve(/localchain ready (\S+)/.exec(data)[1]));
      chain.exited.then(code => reject(Object.assign(new Error(chain.stderr), { exitCode: code })));
    });
    return chain;
  }

  async kill() {
    this.#process.kill('SIGKILL');
    await this.exited;
  }

  closeStdin() {
    this.#process.stdin.end();
  }

  async stop() {
    await this.post('/dev/stop');
    return this.exited;
  }

  /** { status, ok, result | error, code } */
  async get(path) {
    const response = await fetch(this.base + path);
    return { status: response.status, ...await response.json() };
  }

  async post(path, body = {}) {
    const response = await fetch(this.base + path, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) });
    return { status: response.status, ...await response.json() };
  }

  async call(method, params = {}) {
    const { ok, result, error } = await this.post(`/api/v2/${method}`, params);
    if (!ok) throw new Error(error);
    return result;
  }

  async faucet(address, amount) {
    const { ok, error } = await this.post('/dev/faucet', { address: address.toString(), amount: amount.toString() });
    if (!ok) throw new Error(error);
  }
}

export const walletKey = keyPair(7);
export const wallet = WalletContractV5R1.create({ publicKey: walletKey.publicKey, walletId: { networkGlobalId: networkId } });

/** Base64 of a signed external to `wallet`; `seqno` 0 deploys it. */
export function transferBoc({ seqno, to, value, body, timeout }) {
  const transfer = wallet.createTransfer({
    seqno, secretKey: walletKey.secretKey, sendMode: SendMode.PAY_GAS_SEPARATELY, timeout,
    messages: [internal({ to, value, body, bounce: false })],
  });
  return bocOf(external({ to: wallet.address, init: seqno === 0 ? wallet.init : undefined, body: transfer }));
}

export const bocOf = message => beginCell().store(storeMessage(message)).endCell().toBoc().toString('base64');
