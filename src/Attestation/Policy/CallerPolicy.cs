using System.Collections.Immutable;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Evidence;
using Cocoon.Core.Crypto;
using Cocoon.Core.Trust;

namespace Cocoon.Attestation.Policy;

/// <summary>
/// What a caller wants beyond the market's policy. It can only take away (<see cref="PolicyDocument.Narrow"/>); whatever is
/// absent takes nothing. Immutable.
/// </summary>
public sealed record CallerPolicy
{
    /// <summary>The images that may serve, by digest; null for all of the market's.</summary>
    public ImmutableArray<HexBytes>? Images { get; init; }

    /// <summary>Kinds of evidence that count; null for all of the market's.</summary>
    public ImmutableArray<EvidenceKind>? Kinds { get; init; }

    /// <summary>The least tier; null for any.</summary>
    public Tier? LeastTier { get; init; }

    /// <summary>TDX: statuses that are good enough besides <see cref="TcbStatus.UpToDate"/>; null for all of the market's. Without OutOfDate in it there are no days of grace either.</summary>
    public ImmutableArray<TcbStatus>? AcceptedStatuses { get; init; }

    /// <summary>Oldest block, and oldest token, that evidence may rest on; null for the market's.</summary>
    public TimeSpan? MaxEvidenceAge { get; init; }

    /// <summary>Longest life of an appraisal; null for the market's.</summary>
    public TimeSpan? MaxAppraisalAge { get; init; }

    /// <summary>Whether evidence must be bound to a recent block even where the market does not ask for it.</summary>
    public bool RequireEpoch { get; init; }

    /// <summary>Hardware that is refused besides what the market refuses.</summary>
    public ImmutableSortedSet<string> RevokedHardware { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);
}
