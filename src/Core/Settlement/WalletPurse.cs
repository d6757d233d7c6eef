using Cocoon.Core.Accounts;
using Cocoon.Core.Money;

namespace Cocoon.Core.Settlement;

/// <summary>What a wallet of the market holds, and what its next messages take.</summary>
/// <param name="Wallet">The wallet.</param>
/// <param name="Balance">What it holds.</param>
/// <param name="Needed">What it must hold for all of them to leave.</param>
/// <param name="Receiving">What the wallet pays at most for taking money in.</param>
[GenerateSerializer, Immutable, Alias("cocoon.wallet-purse")]
public sealed record WalletPurse(
    [property: Id(0)] AccountAddress Wallet,
    [property: Id(1)] Nano Balance,
    [property: Id(2)] Nano Needed,
    [property: Id(3)] Nano Receiving)
{
    /// <summary>What is to be sent to the wallet; zero when it holds enough.</summary>
    public Nano Missing => Balance >= Needed ? Nano.Zero : Needed - Balance + Receiving;
}
