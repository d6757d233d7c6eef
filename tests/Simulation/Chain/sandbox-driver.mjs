// The compiled contracts on the sandbox, for the differential test: one JSON request a line on stdin, one JSON answer a
// line on stdout, cells as base64 of their bag. Each request runs one message on one account; nothing is passed on.
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

const require = createRequire(new URL('../../../contracts/package.json', import.meta.url));
const { Address, beginCell, Cell, Dictionary, storeStateInit } = require('@ton/core');
const { Blockchain } = require('@ton/sandbox');

const chain = await Blockchain.create({ config: 'slim' });
chain.verbosity = { print: false, blockchainLogs: false, vmLogs: 'none', debugLogs: false };
const config = Dictionary.loadDirect(Dictionary.Keys.Int(32), Dictionary.Values.Cell(), chain.config);

const operations = {
  /** A parameter of the chain's config. */
  config: ({ number }) => ({ cell: base64(config.get(number)) }),

  /** Makes an account poor or rich. */
  async balance({ address, value }) {
    (await contractAt(address)).balance = BigInt(value);
    return {};
  },

  /** Runs a message; `refused` when it is from outside and the account does not accept it. */
  async transact({ address, message, now }) {
    const contract = await contractAt(address);
    try {
      // receiveMessage would lay the message out anew, and so change what importing it costs.
      const args = { ...contract.createCommonArgs({ now }), message: Cell.fromBase64(message) };
      return { ...told(await contract.runCommon(() => chain.executor.runTransaction(args))), ...state(contract) };
    } catch (error) {
      // Everything else is a fault of this driver.
      if (error.exitCode === undefined && !error.message?.includes('rejected by account')) throw error;
      return { refused: true, exitCode: error.exitCode ?? 0, ...state(contract) };
    }
  },
};

const contractAt = address => chain.getContract(Address.parseRaw(address));
const base64 = cell => cell.toBoc().toString('base64');

function state(contract) {
  const account = contract.accountState;
  return {
    balance: String(contract.balance),
    code: account?.type === 'active' ? base64(account.state.code) : null,
    data: account?.type === 'active' ? base64(account.state.data) : null,
  };
}

function told({ description, totalFees, outMessages }) {
  const { computePhase, actionPhase, storagePhase } = description;
  const ran = computePhase.type === 'vm';
  return {
    refused: false,
    exitCode: ran ? computePhase.exitCode : 0,
    computeSucceeded: ran && computePhase.success,
    actionCode: actionPhase?.resultCode ?? 0,
    gasUsed: String(ran ? computePhase.gasUsed : 0n),
    rent: String(storagePhase?.storageFeesCollected ?? 0n),
    fees: String(totalFees.coins),
    out: [...outMessages.values()].map(({ info, body, init }) => ({
      to: info.dest.toRawString(),
      value: String(info.value.coins),
      forwardFee: String(info.forwardFee),
      bounce: info.bounce,
      bounced: info.bounced,
      body: base64(body),
      init: init ? base64(beginCell().store(storeStateInit(init)).endCell()) : null,
    })),
  };
}

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  const answer = await operations[request.operation](request);
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
