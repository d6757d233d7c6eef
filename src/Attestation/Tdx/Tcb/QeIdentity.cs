using System.Collections.Immutable;

namespace Cocoon.Attestation.Tdx.Tcb;

/// <summary>Intel's identity of the TD quoting enclave, version 2 (Intel PCS API version 4). Immutable.</summary>
internal sealed class QeIdentity
{
    public required DateTimeOffset IssueDate { get; init; }

    public required DateTimeOffset NextUpdate { get; init; }

    public required int EvaluationNumber { get; init; }

    public required byte[] MiscSelect { get; init; }

    public required byte[] MiscSelectMask { get; init; }

    public required byte[] Attributes { get; init; }

    public required byte[] AttributesMask { get; init; }

    public required byte[] MrSigner { get; init; }

    public required int IsvProdId { get; init; }

    /// <summary>From high to low.</summary>
    public required ImmutableArray<SvnLevel> Levels { get; init; }
}
