using System.Collections.Immutable;
using System.Globalization;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Evidence;
using Cocoon.Core.Crypto;

namespace Cocoon.Attestation.Azure;

/// <summary>What a valid Azure Attestation token says about a confidential virtual machine.</summary>
/// <param name="ReportData">Report data of the hardware report behind the token, 64 bytes.</param>
/// <param name="SignedHash">SHA-256 of the signed bytes and the issuer's key.</param>
/// <param name="Issuer">Instance of the service.</param>
/// <param name="Tee">"sevsnpvm" or "tdxvm".</param>
/// <param name="PolicyHash">The instance's own policy.</param>
/// <param name="Measurements">
/// Launch measurements by name. SEV-SNP: author-key-digest, family-id, host-data, id-key-digest, image-id, measurement. TDX:
/// mrconfigid, mrowner, mrownerconfig, mrtd, rtmr0 to rtmr3.
/// </param>
public sealed record AzureClaims(
    HexBytes ReportData, HexBytes SignedHash, string Issuer, string Tee, string PolicyHash, ImmutableSortedDictionary<string, HexBytes> Measurements)
    : EvidenceClaims(EvidenceKind.AzureToken, ReportData, SignedHash)
{
    public DateTimeOffset IssuedAt { get; init; }

    public DateTimeOffset Expires { get; init; }

    /// <summary>"x-ms-compliance-status" of the hardware report; empty when there is none.</summary>
    public string Compliance { get; init; } = "";

    /// <summary>Whether the guest's memory may be looked at from outside, or a debugger is allowed inside.</summary>
    public bool IsDebuggable { get; init; }

    public bool AllowsMigration { get; init; }

    /// <summary>Whether a guest token says that secure boot was on; true for tokens that do not speak of it.</summary>
    public bool SecureBoot { get; init; } = true;

    /// <summary>Privilege level that asked for the SEV-SNP report; null for TDX.</summary>
    public int? Vmpl { get; init; }

    /// <summary>Security version numbers by component; for TDX the bytes of TEE_TCB_SVN.</summary>
    public ImmutableSortedDictionary<string, int> Versions { get; init; } = ImmutableSortedDictionary.Create<string, int>(StringComparer.Ordinal);

    /// <summary>What the service says of a TDX platform's TCB; up to date for SEV-SNP, where versions alone decide.</summary>
    public TcbStatus PlatformStatus { get; init; }

    /// <summary>What the guest gave the paravisor to bind into its report ("x-ms-runtime.user-data"); empty when nothing.</summary>
    public HexBytes UserData { get; init; }

    /// <summary>What a guest token carries from the client ("x-ms-runtime.client-payload.nonce"); empty when nothing.</summary>
    public string ClientNonce { get; init; } = "";

    /// <summary>The virtual machine's id as Azure or the report names it; empty when unknown.</summary>
    public string InstanceId { get; init; } = "";

    public override string HardwareId => $"azure:{InstanceId}";

    public override IEnumerable<KeyValuePair<string, string>> Values() =>
    [
        KeyValuePair.Create("issuer", Issuer),
        KeyValuePair.Create("tee", Tee),
        KeyValuePair.Create("policy-hash", PolicyHash),
        KeyValuePair.Create("issued-at", IssuedAt.ToString("u", CultureInfo.InvariantCulture)),
        KeyValuePair.Create("expires", Expires.ToString("u", CultureInfo.InvariantCulture)),
        KeyValuePair.Create("compliance", Compliance),
        KeyValuePair.Create("debuggable", IsDebuggable ? "yes" : "no"),
        KeyValuePair.Create("migration", AllowsMigration ? "yes" : "no"),
        KeyValuePair.Create("secure-boot", SecureBoot ? "yes" : "no"),
        KeyValuePair.Create("vmpl", Vmpl?.ToString(CultureInfo.InvariantCulture) ?? ""),
        KeyValuePair.Create("platform-status", PlatformStatus.ToString()),
        .. Versions.Select(version => KeyValuePair.Create($"{version.Key}-svn", version.Value.ToString(CultureInfo.InvariantCulture))),
        .. Measurements.Select(measurement => KeyValuePair.Create(measurement.Key, measurement.Value.ToString())),
        KeyValuePair.Create("instance", InstanceId),
        KeyValuePair.Create("report-data", ReportData.ToString()),
        KeyValuePair.Create("user-data", UserData.ToString()),
        KeyValuePair.Create("client-nonce", ClientNonce),
    ];
}
