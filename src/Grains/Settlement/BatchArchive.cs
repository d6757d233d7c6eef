using Cocoon.Core.Settlement;

namespace Cocoon.Grains.Settlement;

/// <summary>A confirmed batch, kept for proofs.</summary>
[GenerateSerializer, Immutable, Alias("cocoon.batch-archive")]
public sealed record BatchArchive
{
    [Id(0)] public Batch? Batch { get; init; }
}
