// Wallets V3R2 and V4R2 by @ton/ton.
import { beginCell, external, internal, SendMode, storeMessage } from '@ton/core';
import { WalletContractV3R2, WalletContractV4 } from '@ton/ton';
import { account, base64, hex, keyPair, seedOf } from './common.mjs';

export function olderWalletVectors() {
  const body = beginCell().storeBuffer(Buffer.alloc(120, 9)).endCell();
  return [['v3r2', WalletContractV3R2], ['v4r2', WalletContractV4]].flatMap(([version, type]) => [undefined, 0, 7, 4_000_000_000].flatMap(walletId => [0, 1, 4_000_000_000].map(seqno => {
    const wallet = type.create({ workchain: 0, publicKey: keyPair(5).publicKey, walletId });
    const count = seqno === 1 ? 4 : 1;
    const sends = Array.from({ length: count }, (_, i) => ({ to: account(i), value: BigInt(i) * 1_000_000_007n, bounce: i % 2 === 0, withBody: i % 3 === 0 }));
    const signed = wallet.createTransfer({
      seqno, timeout: 1_900_000_000, secretKey: keyPair(5).secretKey, sendMode: SendMode.PAY_GAS_SEPARATELY | SendMode.IGNORE_ERRORS,
      messages: sends.map(({ to, value, bounce, withBody }) => internal({ to, value, bounce, body: withBody ? body : undefined })),
    });
    const message = external({ to: wallet.address, body: signed, init: seqno === 0 ? wallet.init : undefined });
    return {
      version, walletId: walletId ?? null, seed: seedOf(5).toString('hex'), address: wallet.address.toRawString(), data: base64(wallet.init.data), seqno, validUntil: 1_900_000_000,
      body: base64(body), sends: sends.map(({ to, ...rest }) => ({ to: to.toRawString(), ...rest })),
      signedHash: hex(signed), hash: hex(beginCell().store(storeMessage(message, { forceRef: true })).endCell()),
    };
  })));
}
