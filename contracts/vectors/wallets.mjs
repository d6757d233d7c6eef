// Wallet V5R1 by @ton/ton: addresses, and signed transfers with few and with most messages.
import { beginCell, external, internal, SendMode, storeMessage } from '@ton/core';
import { WalletContractV5R1 } from '@ton/ton';
import { account, base64, hex, keyPair, seedOf } from './common.mjs';

const networks = [-239, -3, -217];

export function walletVectors() {
  return { addresses: addresses(), transfers: transfers() };
}

const walletOf = (key, networkGlobalId, subwalletNumber) => WalletContractV5R1.create({
  publicKey: keyPair(key).publicKey, walletId: { networkGlobalId, context: { walletVersion: 'v5r1', workchain: 0, subwalletNumber } },
});

function addresses() {
  return networks.flatMap(network => [0, 1, 32767].map(subwallet => ({
    seed: seedOf(5).toString('hex'), publicKey: keyPair(5).publicKey.toString('hex'), network, subwallet, address: walletOf(5, network, subwallet).address.toRawString(),
  })));
}

function transfers() {
  // A body too long to be stored inline: @ton/core then puts it where ours always is.
  const body = beginCell().storeBuffer(Buffer.alloc(120, 9)).endCell();
  return networks.flatMap(network => [0, 1, 4_000_000_000].flatMap(seqno => [1, 4, 255].map(count => {
    const wallet = walletOf(5, network, 0);
    const sends = Array.from({ length: count }, (_, i) => ({ to: account(i), value: BigInt(i) * 1_000_000_007n, bounce: i % 2 === 0, withBody: i % 3 === 0 }));
    const signed = wallet.createTransfer({
      seqno, timeout: 1_900_000_000, secretKey: keyPair(5).secretKey, sendMode: SendMode.PAY_GAS_SEPARATELY | SendMode.IGNORE_ERRORS,
      messages: sends.map(({ to, value, bounce, withBody }) => internal({ to, value, bounce, body: withBody ? body : undefined })),
    });
    const message = external({ to: wallet.address, body: signed, init: seqno === 0 ? wallet.init : undefined });
    return {
      seed: seedOf(5).toString('hex'), network, seqno, validUntil: 1_900_000_000, body: base64(body),
      sends: sends.map(({ to, ...rest }) => ({ to: to.toRawString(), ...rest })),
      signedHash: hex(signed), hash: hex(beginCell().store(storeMessage(message, { forceRef: true })).endCell()),
    };
  })));
}
