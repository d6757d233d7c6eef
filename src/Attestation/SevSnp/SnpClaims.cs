using System.Collections.Immutable;
using System.Globalization;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Evidence;
using Cocoon.Core.Crypto;

namespace Cocoon.Attestation.SevSnp;

/// <summary>What a valid SEV-SNP report says.</summary>
/// <param name="ReportData">64 bytes that the guest chose.</param>
/// <param name="SignedHash">SHA-256 of the signed bytes and the key that signed them.</param>
/// <param name="Product">Processor family.</param>
/// <param name="SigningKey">Kind of key that signed.</param>
/// <param name="HardwareId">"snp:" and the chip id; "snp-csp:" and the cloud's name where a VLEK hides the chip.</param>
/// <param name="ReportedTcb">Security versions the signing key was derived from.</param>
/// <param name="CurrentTcb">Those running now.</param>
/// <param name="CommittedTcb">Those the platform cannot go back behind.</param>
/// <param name="LaunchTcb">Those the guest was launched with.</param>
/// <param name="GuestPolicy">What the guest's owner allows the platform, as a number.</param>
/// <param name="PlatformInfo">State of the platform, as a number.</param>
/// <param name="Vmpl">Privilege level that asked.</param>
/// <param name="GuestSvn">Security version of the guest's image.</param>
/// <param name="Measurements">Launch measurements by name, as the policy's images list them.</param>
public sealed record SnpClaims(
    HexBytes ReportData, HexBytes SignedHash, SnpProduct Product, SnpSigningKey SigningKey, string HardwareId,
    SnpTcb ReportedTcb, SnpTcb CurrentTcb, SnpTcb CommittedTcb, SnpTcb LaunchTcb,
    ulong GuestPolicy, ulong PlatformInfo, uint Vmpl, uint GuestSvn, ImmutableSortedDictionary<string, HexBytes> Measurements)
    : EvidenceClaims(EvidenceKind.SevSnp, ReportData, SignedHash)
{
    public override string HardwareId { get; } = HardwareId;

    public override IEnumerable<KeyValuePair<string, string>> Values()
    {
        yield return new("product", Product.ToString());
        yield return new("signing-key", SigningKey.ToString());
        yield return new("hardware", HardwareId);
        yield return new("reported-tcb", ReportedTcb.ToString());
        yield return new("current-tcb", CurrentTcb.ToString());
        yield return new("committed-tcb", CommittedTcb.ToString());
        yield return new("launch-tcb", LaunchTcb.ToString());
        yield return new("guest-policy", $"0x{GuestPolicy:x}");
        yield return new("platform-info", $"0x{PlatformInfo:x}");
        yield return new("vmpl", Vmpl.ToString(CultureInfo.InvariantCulture));
        yield return new("guest-svn", GuestSvn.ToString(CultureInfo.InvariantCulture));
        yield return new("report-data", ReportData.ToString());
        foreach (var (name, value) in Measurements) yield return new(name, value.ToString());
    }
}
