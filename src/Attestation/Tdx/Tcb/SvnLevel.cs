using System.Collections.Immutable;
using System.Text.Json;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Tdx.Collateral;

namespace Cocoon.Attestation.Tdx.Tcb;

/// <summary>A level of something that has one SVN: a TDX module or the quoting enclave.</summary>
/// <param name="IsvSvn">Its least SVN.</param>
/// <param name="Date">Every advisory up to this day is dealt with.</param>
/// <param name="Status">What Intel says of it.</param>
/// <param name="Advisories">Intel's advisories that it is open to.</param>
internal sealed record SvnLevel(int IsvSvn, DateTimeOffset Date, TcbStatus Status, ImmutableArray<string> Advisories)
    : TcbGrade(Date, Status, Advisories)
{
    /// <summary>The levels of a JSON object, from high to low; of equal ones the worst first.</summary>
    /// <exception cref="JsonException">They are not of their form.</exception>
    public static ImmutableArray<SvnLevel> ReadAll(JsonElement owner) =>
    [
        .. owner.List("tcbLevels", level => new SvnLevel(level.Object("tcb").Number("isvsvn", ushort.MaxValue), level.Time("tcbDate"), level.Status("tcbStatus"), level.Advisories()))
            .OrderByDescending(level => level.IsvSvn).ThenByDescending(level => level.Status),
    ];
}
