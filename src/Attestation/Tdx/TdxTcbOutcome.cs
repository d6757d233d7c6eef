using System.Collections.Immutable;
using Cocoon.Attestation.Appraisals;

namespace Cocoon.Attestation.Tdx;

/// <summary>How the platform of a valid quote stands.</summary>
/// <param name="Status">The worst of platform, module and quoting enclave.</param>
/// <param name="Findings">What lies behind.</param>
/// <param name="IsRevoked">Whether one of its certificates is revoked.</param>
internal sealed record TdxTcbOutcome(TcbStatus Status, ImmutableArray<Finding> Findings, bool IsRevoked);
