using Cocoon.Core.Accounts;

namespace Cocoon.Ton.Addresses;

/// <summary>What a friendly address says besides the account.</summary>
/// <param name="Account">The account.</param>
/// <param name="Bounceable">Send with bounce on: a contract is expected there. Off for wallets that may not exist yet.</param>
/// <param name="TestOnly">Meant for test networks; software of the main network should refuse it.</param>
public sealed record FriendlyAddress(AccountAddress Account, bool Bounceable, bool TestOnly)
{
    /// <summary>Base64url text.</summary>
    public override string ToString() => TonAddress.Friendly(Account, Bounceable, TestOnly);
}
