using System.Collections.Immutable;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;

namespace Cocoon.Ton.Stakes;

/// <summary>A stake contract's data. Immutable. The dictionary of evidence compares by identity.</summary>
/// <param name="Terms">Fixed at deployment.</param>
/// <param name="Staked">What answers for the provider and is not on its way out.</param>
/// <param name="Unbonding">What is on its way out. It still answers for slashes.</param>
/// <param name="UnbondsAt">First second (Unix time) at which that may leave; null when nothing is on its way.</param>
/// <param name="OwedToOwner">Payments that the owner did not take.</param>
/// <param name="OwedToBeneficiary">Payments that the beneficiary did not take.</param>
/// <param name="Slash">Null when none is pending.</param>
/// <param name="UsedEvidence">Hashes of evidence that is used up, and whether each took money; at most 64.</param>
public sealed record StakeOnChain(
    StakeTerms Terms, Nano Staked, Nano Unbonding, uint? UnbondsAt, Nano OwedToOwner, Nano OwedToBeneficiary,
    PendingSlash? Slash, ImmutableDictionary<HexBytes, bool> UsedEvidence)
{
    /// <summary>What a slash can reach.</summary>
    /// <exception cref="OverflowException">The sum does not fit 63 bits.</exception>
    public Nano AtStake => Staked + Unbonding;
}
