// The registry's and the stake's addresses, messages and changes, by the builders that the contracts' tests use, and their
// data as the executor leaves it. Writes the files registry and stakes in tests/Contracts.Ton/Vectors; running it again changes nothing.
// Usage: node contracts/vectors/registry.mjs
import { writeFileSync } from 'node:fs';
import { contractAddress } from '@ton/core';
import * as cells from '../tests/support/registry-cells.mjs';
import { codeOf } from '../tests/support/world.mjs';
import { account, base64, hex, keyPair } from './common.mjs';
import { registryStates, stakeStates } from './registry-states.mjs';

const marketKey = BigInt(`0x${keyPair(3).publicKey.toString('hex')}`);
const hash = number => BigInt(`0x${Buffer.alloc(32, number).toString('hex')}`);
const networkIds = [-239, -3, -217];

function registries() {
  return networkIds.flatMap(networkId => [[0, 0], [10_000, 0xffffffff]].map(([feeBps, delay]) => {
    const data = cells.registryData({ feeBps, marketKey, networkId, owner: account(9), delay });
    return {
      feeBps, marketKey: keyPair(3).publicKey.toString('hex'), networkId, owner: account(9).toRawString(), delay, parameters: cells.defaultParameters,
      address: contractAddress(0, { code: codeOf('registry'), data }).toRawString(),
    };
  }));
}

function stakes() {
  const names = ['owner', 'slasher', 'arbiter', 'beneficiary'];
  return networkIds.flatMap(networkId => [0n, (1n << 64n) - 1n].map(salt => {
    const people = Object.fromEntries(names.map((name, i) => [name, account(20 + i)]));
    const delays = { unbondingDelay: 1_814_400, slashDelay: 259_200, appealTimeout: 604_800 };
    const data = cells.providerData({ networkId, ...people, ...delays, salt });
    const raw = Object.fromEntries(names.map(name => [name, people[name].toRawString()]));
    return { networkId, ...raw, ...delays, salt, address: contractAddress(0, { code: codeOf('provider'), data }).toRawString() };
  }));
}

const { change } = cells;
const offer = cells.model({ weightHash: hash(7), prompt: 1n, cachedPrompt: 0n, completion: 1_000_000_007n, reasoning: (1n << 63n) - 1n });
const incentives = { auditBps: 1_000, coldBonusBps: 200, coldProviders: 3, earlyBonusBps: 100, earlyUntil: 0xffffffff, epochSeconds: 3_600 };
/** Each kind of part once, with the inputs that the tests of the C# library repeat. */
const parts = {
  SetMeasurement: change.setMeasurement(hash(1), { role: 2, tier: 3, notAfter: 0xffffffff }),
  RemoveMeasurement: change.removeMeasurement(hash(1)),
  SetModel: change.setModel(hash(2), offer),
  RemoveModel: change.removeModel(hash(2)),
  SetParameters: change.setParameters(cells.parameters(cells.defaultParameters)),
  SetIncentives: change.setParameters(cells.parameters({ ...cells.defaultParameters, incentives })),
  SetFee: change.setFee(10_000),
  SetVault: change.setVault(65_535, account(8)),
  RemoveVault: change.setVault(0, null),
  SetMarketKey: change.setMarketKey(marketKey),
  SetOwner: change.setOwner(account(9)),
  Upgrade: change.upgrade(codeOf('registry')),
};
const bodies = messages => Object.fromEntries(Object.entries(messages).map(([name, cell]) => [name, base64(cell)]));
const joined = cells.join(...Object.values(parts));

const registryMessages = {
  Announce: cells.announce(1n, joined),
  Cancel: cells.cancel(2n, joined.hash()),
  Apply: cells.apply((1n << 64n) - 1n, joined),
  Revoke: cells.revoke(4n, hash(1)),
};

const stakeMessages = {
  Stake: cells.stake(1n, (1n << 62n) + 1n),
  StartUnbond: cells.startUnbond(2n, 1n),
  FinishUnbond: cells.finishUnbond(3n),
  AnnounceSlash: cells.announceSlash(4n, 5_000_000_000n, hash(1)),
  Appeal: cells.appeal(5n, hash(2)),
  Upheld: cells.resolve(6n, hash(1), true),
  Rejected: cells.resolve(7n, hash(1), false),
  ExecuteSlash: cells.executeSlash(8n, hash(1)),
  WithdrawSlash: cells.withdrawSlash(9n, hash(1)),
  LapseSlash: cells.lapseSlash(10n),
  PayOwedToOwner: cells.payOwed(11n, false),
  PayOwedToBeneficiary: cells.payOwed((1n << 64n) - 1n, true),
};

const plain = (_, value) => (typeof value === 'bigint' ? value.toString() : value);
const write = (path, content) => writeFileSync(new URL(`../../tests/Contracts.Ton/Vectors/${path}.json`, import.meta.url), `${JSON.stringify(content, plain, 1)}\n`);

write('registry', {
  registries: registries(), states: await registryStates(), messages: bodies(registryMessages),
  changes: bodies(Object.fromEntries(Object.entries(parts).map(([name, make]) => [name, make(null)]))), joined: base64(joined), joinedHash: hex(joined),
});
write('stakes', { stakes: stakes(), states: await stakeStates(), messages: bodies(stakeMessages) });
