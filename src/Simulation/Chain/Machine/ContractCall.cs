using Cocoon.Core.Accounts;
using Cocoon.Core.Money;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Crypto;
using Cocoon.Ton.Fees;

namespace Cocoon.Simulation.Chain.Machine;

/// <summary>All that a contract can see when it runs.</summary>
/// <param name="Self">Its own address.</param>
/// <param name="Data">Its data.</param>
/// <param name="Balance">Its balance with the message's value, before the fees of this run.</param>
/// <param name="Message">The message that it answers.</param>
/// <param name="Now">The block's time, Unix seconds.</param>
/// <param name="NetworkId">The chain's global id.</param>
/// <param name="Prices">The chain's prices.</param>
/// <param name="Ed25519">Checks signatures.</param>
public sealed record ContractCall(
    AccountAddress Self, Cell Data, Nano Balance, ChainMessage Message, uint Now, int NetworkId, FeePrices Prices, IEd25519 Ed25519);
