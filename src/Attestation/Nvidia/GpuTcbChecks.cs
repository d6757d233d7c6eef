using System.Collections.Immutable;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Certificates;
using Cocoon.Attestation.Collateral;
using Cocoon.Attestation.Nvidia.Chains;
using Cocoon.Attestation.Nvidia.Ocsp;
using Cocoon.Attestation.Nvidia.Rims;

namespace Cocoon.Attestation.Nvidia;

/// <summary>Revocation (N3), reference values (N4) and measurements (N5). Used once.</summary>
internal sealed class GpuTcbChecks(RimReader rims, AppraisalContext context, GpuPolicy policy, GpuClaims claims, CheckLog log, GpuDeadline deadline)
{
    private const CheckStage Stage = CheckStage.Tcb;
    private const string DriverTitle = "driver reference values";
    private const string VbiosTitle = "VBIOS reference values";

    private readonly ImmutableArray<Finding>.Builder _findings = ImmutableArray.CreateBuilder<Finding>();

    public GpuTcbOutcome Run(P384Chain chain)
    {
        var revocation = OcspCheck.Run(chain, context, policy);
        log.Add("N3", Stage, "revocation", revocation.Refusal.Failure, revocation.Detail);
        deadline.Add(revocation.NotAfter, AttestationFailure.OcspUnavailable, "OCSP answers about the device");
        if (revocation.IsHeld) _findings.Add(new Finding(AttestationFailure.GpuRevoked, "device certificate", "on hold", "good", [], null));

        var driver = Read(claims.DriverRim, claims.Driver, DriverTitle);
        var vbios = Read(claims.VbiosRim, claims.Vbios, VbiosTitle);
        bool? isMeasured = driver is null || vbios is null ? null : Compare(driver, vbios);
        if (isMeasured is null) LogNotCompared();
        return new GpuTcbOutcome(revocation.IsRevoked, isMeasured, _findings.ToImmutable());
    }

    private Rim? Read(string id, string version, string title)
    {
        var key = new CollateralKey(CollateralKind.GpuRim, id);
        if (context.Collateral.Find(key.Kind, key.Id) is not { } item)
        {
            log.Add("N4", Stage, title, policy.RequireRims ? AttestationFailure.RimUnavailable : AttestationFailure.None, policy.RequireRims ? $"{key} is needed." : "Not asked.");
            return null;
        }
        if (!rims.TryRead(item, context.At, out var rim, out var refusal)) return Refused(title, refusal);
        if (!string.Equals(rim.Version, version, StringComparison.OrdinalIgnoreCase)) return Refused(title, new Refusal(AttestationFailure.RimVersion, $"{key} is of version '{rim.Version}', the device has '{version}'."));
        // The chip is in the name of the driver's reference values; a VBIOS version says it by itself.
        if (title == DriverTitle && !id.Contains($"_{rim.Product}_", StringComparison.Ordinal)) return Refused(title, new Refusal(AttestationFailure.RimVersion, $"{key} is for '{rim.Product}'."));
        var revocation = OcspCheck.Run(rim.Chain, context, policy);
        if (!revocation.Refusal.IsNone) return Refused(title, revocation.IsRevoked ? revocation.Refusal with { Failure = AttestationFailure.RimChain } : revocation.Refusal);
        deadline.Add(rim.Chain.Window.NotAfter, AttestationFailure.CertificateExpired, title);
        deadline.Add(revocation.NotAfter, AttestationFailure.OcspUnavailable, $"OCSP answers about the {title}");
        log.Add("N4", Stage, title, AttestationFailure.None, $"{id}, {rim.Values.Count} measurements.");
        return rim;
    }

    private Rim? Refused(string title, Refusal refusal)
    {
        log.Add("N4", Stage, title, refusal.Failure, refusal.Detail);
        return null;
    }

    private bool Compare(Rim driver, Rim vbios)
    {
        var mismatches = GoldenComparison.Mismatches(claims, driver, vbios);
        foreach (var (index, what) in mismatches) _findings.Add(new Finding(AttestationFailure.GpuMeasurement, $"measurement {index}", what, "", [], null));
        return log.Add("N5", Stage, "measurements", mismatches.IsEmpty ? AttestationFailure.None : AttestationFailure.GpuMeasurement, mismatches.IsEmpty ? "All are NVIDIA's." : GoldenComparison.Text(mismatches));
    }

    private void LogNotCompared()
    {
        if (!policy.RequireRims) log.Add("N5", Stage, "measurements", AttestationFailure.None, "Not compared: reference values are not asked.");
    }
}
