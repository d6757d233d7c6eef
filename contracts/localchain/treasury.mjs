// The faucet's source of money: the sandbox's test wallet, there from the first block, which sends on anyone's request.
import { beginCell, internal, storeShardAccount } from '@ton/core';
import { createShardAccount, TreasuryContract } from '@ton/sandbox';

const contract = TreasuryContract.create(0, 0x636f636f6f6en);

/** In nano: a billion TON. */
export const treasurySupply = 1_000_000_000n * 1_000_000_000n;

export const treasuryAddress = contract.address;

export function treasuryAccount() {
  const account = createShardAccount({ workchain: 0, code: contract.init.code, data: contract.init.data, balance: treasurySupply });
  return beginCell().store(storeShardAccount(account)).endCell().toBoc().toString('base64');
}

/** Body of the external message that makes the treasury send `amount` nano to `to`, fees on top. */
export function transferBody(to, amount) {
  return contract.createTransfer({ messages: [internal({ to, value: amount, bounce: false })], sendMode: 1 });
}
