using System.Collections.Immutable;
using Cocoon.Attestation.Appraisals;
using Cocoon.Core.Crypto;

namespace Cocoon.Attestation.Azure;

/// <summary>What is wanted of a TDX machine's platform.</summary>
/// <param name="Statuses">Accepted values of "attester_tcb_status". Empty denies all.</param>
/// <param name="TeeTcbSvn">Least TEE_TCB_SVN, 16 bytes, compared byte by byte.</param>
public sealed record AzureTdxFloor(ImmutableArray<TcbStatus> Statuses, HexBytes TeeTcbSvn);
