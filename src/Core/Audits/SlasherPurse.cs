using Cocoon.Core.Accounts;
using Cocoon.Core.Money;

namespace Cocoon.Core.Audits;

/// <summary>What the slasher's wallet holds, and what a message out of it takes.</summary>
/// <param name="Wallet">The wallet.</param>
/// <param name="Balance">What it holds.</param>
/// <param name="Needed">What it must hold for the message to arrive; what is left over comes back.</param>
/// <param name="Receiving">What the wallet pays at most for taking money in.</param>
public sealed record SlasherPurse(AccountAddress Wallet, Nano Balance, Nano Needed, Nano Receiving)
{
    /// <summary>What is to be sent to the wallet; zero when it holds enough.</summary>
    public Nano Missing => Balance >= Needed ? Nano.Zero : Needed - Balance + Receiving;
}
