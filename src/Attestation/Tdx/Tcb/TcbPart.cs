using System.Collections.Immutable;
using Cocoon.Attestation.Appraisals;

namespace Cocoon.Attestation.Tdx.Tcb;

/// <summary>How the platform, its TDX module or its quoting enclave stands.</summary>
/// <param name="Name">Which of them, for people.</param>
/// <param name="Status"><see cref="TcbStatus.Unknown"/> when no level fits.</param>
/// <param name="Exposures">Advisories that it is open to.</param>
/// <param name="Gaps">What lies behind; empty when it is up to date.</param>
internal sealed record TcbPart(string Name, TcbStatus Status, ImmutableArray<TcbExposure> Exposures, ImmutableArray<TcbGap> Gaps)
{
    public override string ToString() => $"{Name} {Status}" + (Exposures.IsEmpty ? "" : $" ({string.Join(", ", Exposures.Select(exposure => exposure.Advisory))})");
}
