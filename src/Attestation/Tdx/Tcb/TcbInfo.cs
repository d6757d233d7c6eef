using System.Collections.Immutable;

namespace Cocoon.Attestation.Tdx.Tcb;

/// <summary>Intel's TCB info for TDX, version 3 (Intel PCS API version 4), of one family of platforms. Immutable.</summary>
internal sealed class TcbInfo
{
    public required DateTimeOffset IssueDate { get; init; }

    public required DateTimeOffset NextUpdate { get; init; }

    /// <summary>6 bytes.</summary>
    public required byte[] Fmspc { get; init; }

    /// <summary>2 bytes.</summary>
    public required byte[] PceId { get; init; }

    /// <summary>Grows with each TCB recovery: tells an old document from a new one.</summary>
    public required int EvaluationNumber { get; init; }

    /// <summary>The module of major version 0.</summary>
    public required SeamIdentity Module { get; init; }

    /// <summary>Modules of other major versions.</summary>
    public required ImmutableArray<SeamIdentity> Modules { get; init; }

    /// <summary>From high to low.</summary>
    public required ImmutableArray<TcbLevel> Levels { get; init; }
}
