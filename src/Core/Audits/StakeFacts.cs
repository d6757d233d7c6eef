using System.Collections.Immutable;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;

namespace Cocoon.Core.Audits;

/// <summary>A provider's stake as the chain shows it.</summary>
/// <param name="Stake">The contract.</param>
/// <param name="AtStake">What a slash can reach.</param>
/// <param name="Pending">The slash that is pending; null when none is. There is one at a time.</param>
/// <param name="Used">Evidence that is used up, and whether it took money.</param>
/// <param name="Time">The chain's clock, Unix seconds.</param>
public sealed record StakeFacts(AccountAddress Stake, Nano AtStake, SlashFacts? Pending, ImmutableDictionary<HexBytes, bool> Used, uint Time)
{
    /// <summary>After so many used pieces the contract takes no slash any more (docs/registry.md).</summary>
    public const int MaxEvidence = 64;

    /// <summary>Whether there is anything that a slash could take, now or after the one that is pending.</summary>
    public bool CanBeSlashed => AtStake.IsPositive && Used.Count < MaxEvidence;

    /// <summary>Whether the slash for this evidence has arrived.</summary>
    public bool Knows(HexBytes evidence) => Pending?.Evidence == evidence || Used.ContainsKey(evidence);
}
