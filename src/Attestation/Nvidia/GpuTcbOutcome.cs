using System.Collections.Immutable;
using Cocoon.Attestation.Appraisals;

namespace Cocoon.Attestation.Nvidia;

/// <summary>How a device stands against what NVIDIA says.</summary>
/// <param name="IsRevoked">NVIDIA revoked it, or holds it back.</param>
/// <param name="IsMeasured">All measurements are those of NVIDIA's reference values; null when they were not compared.</param>
/// <param name="Findings">What lies behind.</param>
internal sealed record GpuTcbOutcome(bool IsRevoked, bool? IsMeasured, ImmutableArray<Finding> Findings)
{
    public TcbStatus Status => IsRevoked ? TcbStatus.Revoked : IsMeasured == true ? TcbStatus.UpToDate : TcbStatus.Unknown;
}
