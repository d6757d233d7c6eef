using System.Globalization;
using Cocoon.Core.Crypto;

namespace Cocoon.Core.Settlement;

/// <summary>
/// The hash of an epoch's reputations on its way to the chain: a text comment to the vault, from the wallet that also claims.
/// As with claims, it is signed and written down before it is sent, and replaced only when it can no longer be accepted.
/// </summary>
/// <param name="Epoch">Number of the epoch.</param>
/// <param name="Root">Its hash (docs/reputation.md).</param>
[GenerateSerializer, Immutable, Alias("cocoon.anchor")]
public sealed record Anchor([property: Id(0)] long Epoch, [property: Id(1)] HexBytes Root)
{
    /// <summary>The signed message; null before the first.</summary>
    [Id(2)] public ChainAttempt? Attempt { get; init; }

    /// <summary>The chain's time when the first message was signed, in Unix seconds: nothing before it is this anchor.</summary>
    [Id(3)] public uint Since { get; init; }

    /// <summary>The vault's transaction that took it; empty while the chain shows none.</summary>
    [Id(4)] public HexBytes Transaction { get; init; }

    /// <summary>Masterchain block at which that was first seen.</summary>
    [Id(5)] public uint Block { get; init; }

    /// <summary>Whether it is there to stay.</summary>
    [Id(6)] public bool IsFinal { get; init; }

    /// <summary>The comment on chain, as anybody can look for it.</summary>
    public string Comment() => string.Create(CultureInfo.InvariantCulture, $"cocoon reputation {Epoch} {Root}");

    /// <summary>Whether its message may still use up the wallet's sequence number.</summary>
    public bool IsUnderWay(uint chainTime) => Attempt is { } attempt && Transaction.IsEmpty && attempt.ValidUntil >= chainTime;
}
