using System.Collections.Immutable;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Tokens;
using Cocoon.Core.Crypto;

namespace Cocoon.Attestation.Azure;

/// <summary>
/// Reads the claims of a token about a confidential virtual machine. Names: learn.microsoft.com/azure/attestation, "claim
/// sets" and "EAT profile for TDX". A claim that a check needs must be there and of its type.
/// </summary>
internal static class AzureClaimsReader
{
    private const string SevSnp = "sevsnpvm";
    private const string TdxVm = "tdxvm";
    private const string Guest = "azurevm";

    private static readonly string[] SnpVersions = ["bootloader", "tee", "snpfw", "microcode"];
    private static readonly string[] TdxMeasurements = ["mrtd", "rtmr0", "rtmr1", "rtmr2", "rtmr3", "mrconfigid", "mrowner", "mrownerconfig"];
    private static readonly (string Claim, string Name, int Bytes)[] SnpMeasurements =
    [
        ("launchmeasurement", "measurement", 48), ("hostdata", "host-data", 32), ("idkeydigest", "id-key-digest", 48),
        ("authorkeydigest", "author-key-digest", 48), ("familyId", "family-id", 16), ("imageId", "image-id", 16),
    ];

    /// <returns>Null when it is no token about such a machine; <paramref name="failure"/> and <paramref name="detail"/> say why.</returns>
    public static AzureClaims? TryRead(CompactJws token, TokenWindow window, string issuer, HexBytes signedHash, out AttestationFailure failure, out string detail)
    {
        var outer = token.Claims;
        var type = outer.Text("x-ms-attestation-type");
        // A plain Trusted Launch machine is an "azurevm" too: what isolates it stands inside, or it is not isolated.
        var tee = type == Guest ? outer.Object("x-ms-isolation-tee") : outer;
        var teeType = tee?.Text("x-ms-attestation-type");
        failure = AttestationFailure.AttestationType;
        detail = type == Guest && tee is null
            ? "An azurevm without x-ms-isolation-tee is not confidential. Create a confidential virtual machine."
            : $"The token is about {Shown.Text(type == Guest ? teeType : type)}; a confidential virtual machine is '{SevSnp}' or '{TdxVm}'.";
        if (tee is not { } inner || teeType is not (SevSnp or TdxVm)) return null;
        failure = AttestationFailure.TokenMalformed;
        detail = "A claim that the service always writes is absent or of another type.";
        if (outer.Text("x-ms-policy-hash") is not { } policyHash) return null;
        var head = new AzureClaims(default, signedHash, issuer, teeType, policyHash, ImmutableSortedDictionary.Create<string, HexBytes>(StringComparer.Ordinal))
        {
            IssuedAt = window.IssuedAt,
            Expires = window.Expires,
            Compliance = inner.Text("x-ms-compliance-status") ?? "",
            InstanceId = outer.Text("x-ms-azurevm-vmid") ?? inner.Object("x-ms-runtime")?.Object("vm-configuration")?.Text("vmUniqueId") ?? inner.Text("x-ms-sevsnpvm-reportid") ?? "",
            UserData = inner.Object("x-ms-runtime")?.Hex("user-data", 64) ?? default,
        };
        if (type == Guest)
        {
            head = head with
            {
                SecureBoot = outer.Flag("secureboot") == true,
                IsDebuggable = outer.Flag("x-ms-azurevm-debuggersdisabled") != true,
                ClientNonce = outer.Object("x-ms-runtime")?.Object("client-payload")?.Text("nonce") ?? "",
            };
        }
        var read = teeType == SevSnp ? ReadSnp(inner, head) : ReadTdx(inner, head);
        if (read is not null) (failure, detail) = (AttestationFailure.None, $"{read.Tee}{(type == Guest ? " inside azurevm" : "")}");
        return read;
    }

    private static AzureClaims? ReadSnp(TokenClaims tee, AzureClaims head)
    {
        var measurements = head.Measurements.ToBuilder();
        foreach (var (claim, name, bytes) in SnpMeasurements)
        {
            if (tee.Hex($"x-ms-sevsnpvm-{claim}", bytes) is not { } value) return null;
            measurements.Add(name, value);
        }
        var versions = head.Versions.ToBuilder();
        foreach (var name in SnpVersions)
        {
            if (tee.Integer($"x-ms-sevsnpvm-{name}-svn") is not (>= 0 and <= byte.MaxValue and var value)) return null;
            versions.Add(name, (int)value);
        }
        if (tee.Integer("x-ms-sevsnpvm-guestsvn") is not (>= 0 and <= int.MaxValue and var guest)) return null;
        versions.Add("guest", (int)guest);
        if (tee.Hex("x-ms-sevsnpvm-reportdata", 64) is not { } reportData || tee.Flag("x-ms-sevsnpvm-is-debuggable") is not { } debug) return null;
        if (tee.Flag("x-ms-sevsnpvm-migration-allowed") is not { } migration || tee.Integer("x-ms-sevsnpvm-vmpl") is not (>= 0 and <= 3 and var vmpl)) return null;
        return head with
        {
            ReportData = reportData,
            Measurements = measurements.ToImmutable(),
            Versions = versions.ToImmutable(),
            IsDebuggable = head.IsDebuggable || debug,
            AllowsMigration = migration,
            Vmpl = (int)vmpl,
        };
    }

    private static AzureClaims? ReadTdx(TokenClaims tee, AzureClaims head)
    {
        var measurements = head.Measurements.ToBuilder();
        foreach (var name in TdxMeasurements)
        {
            if (tee.Hex($"tdx_{name}", 48) is not { } value) return null;
            measurements.Add(name, value);
        }
        if (tee.Hex("tdx_report_data", 64) is not { } reportData || tee.Hex("tdx_tee_tcb_svn", 16) is not { } svn || tee.Hex("tdx_td_attributes", 8) is not { } attributeBytes) return null;
        if (tee.Flag("tdx_td_attributes_debug") is not { } debug || ReadStatus(tee.Text("attester_tcb_status")) is not { } status) return null;
        // TD attributes, Intel TDX module specification: bit 0 DEBUG, bit 29 MIGRATABLE; little-endian.
        var attributes = BitConverter.ToUInt64(attributeBytes.ToArray());
        return head with
        {
            ReportData = reportData,
            Measurements = measurements.ToImmutable(),
            Versions = head.Versions.AddRange(svn.ToArray().Select((value, index) => KeyValuePair.Create($"tee-tcb-{index:D2}", (int)value))),
            PlatformStatus = status,
            IsDebuggable = head.IsDebuggable || debug || (attributes & 1) != 0,
            AllowsMigration = (attributes & 1UL << 29) != 0,
        };
    }

    // Intel's words; a number would be read as one of ours.
    private static TcbStatus? ReadStatus(string? text) =>
        text is { Length: > 0 } && text.All(char.IsAsciiLetter) && Enum.TryParse<TcbStatus>(text, ignoreCase: true, out var status) && status != TcbStatus.Unknown ? status : null;
}
