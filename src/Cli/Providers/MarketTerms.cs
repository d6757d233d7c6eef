using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;

namespace Cocoon.Cli.Providers;

/// <summary>The market's rules as its gateway states them to whoever asks.</summary>
internal sealed record MarketTerms(
    int NetworkId, AccountAddress Registry, int FeeBps, string DefaultTier, IReadOnlyList<MarketTerms.ListedModel> Models, IReadOnlyList<string> LoginDomains, StakeNotes? Stake = null)
{
    /// <summary>A model that may be served.</summary>
    internal sealed record ListedModel(string Id, HexBytes WeightHash);
}
