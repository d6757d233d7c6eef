using System.Collections.Immutable;
using Cocoon.Attestation.Appraisals;
using Cocoon.Core.Crypto;

namespace Cocoon.Attestation.Tdx;

/// <summary>What is wanted of Intel TDX. Whatever is absent is denied. Immutable.</summary>
public sealed record TdxPolicy
{
    /// <summary>
    /// Statuses that are good enough besides <see cref="TcbStatus.UpToDate"/>. Default: none. Revoked and unknown platforms
    /// are refused whatever is listed.
    /// </summary>
    public ImmutableArray<TcbStatus> AcceptedStatuses { get; init; } = [];

    /// <summary>
    /// Days that operators have for an advisory, such as "INTEL-SA-01036": 30, counted from the date of the first TCB level
    /// that is free of it. A machine is within grace while it is so for every advisory that it is open to. Default: none.
    /// </summary>
    public ImmutableSortedDictionary<string, int> GraceDays { get; init; } = ImmutableSortedDictionary.Create<string, int>(StringComparer.Ordinal);

    /// <summary>Least "tcbEvaluationDataNumber" of TCB info and QE identity: keeps old collateral from coming back. Default: 0.</summary>
    public int MinEvaluationNumber { get; init; }

    /// <summary>
    /// Least number of each revocation list, by "root", "platform" or "processor": keeps an old list from hiding a
    /// revocation. Default: none.
    /// </summary>
    public ImmutableSortedDictionary<string, long> MinCrlNumbers { get; init; } = ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal);

    /// <summary>Processor features that a TD may use: 8 bytes of hex, as the quote has them. Default: none, which denies every TD.</summary>
    public HexBytes AllowedXfam { get; init; }

    /// <summary>
    /// TD attributes that may be set besides SEPT_VE_DISABLE, which must be: 8 bytes of hex, as the quote has them. Only LASS
    /// (27), PKS (30) and KL (31) can be allowed; debugging, migration and performance monitoring cannot. Default: none.
    /// </summary>
    public HexBytes AllowedAttributes { get; init; }
}
