using Cocoon.Core.Accounts;

namespace Cocoon.Grains.Audits;

/// <summary>The market's own auditors: machines that sell nothing, and are asked where no provider can run a job again (docs/audits.md).</summary>
/// <param name="Wallets">Their wallets, as this core silo's settings name them.</param>
public sealed record MarketAuditors(IReadOnlyList<AccountAddress> Wallets)
{
    public static MarketAuditors None { get; } = new([]);
}
