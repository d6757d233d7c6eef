using Cocoon.Attestation.Certificates;

namespace Cocoon.Attestation.Nvidia.Chains;

/// <summary>A chain of P-384 certificates that was found good. Immutable but for what its keys keep at hand.</summary>
internal sealed class P384Chain : IDisposable
{
    /// <summary>Leaf first, root last.</summary>
    public required IReadOnlyList<ChainLink> Links { get; init; }

    public required ValidityWindow Window { get; init; }

    public ChainLink Leaf => Links[0];

    public void Dispose()
    {
        foreach (var link in Links) link.Dispose();
    }
}
