using System.Collections.Immutable;
using System.Globalization;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Nvidia.Spdm;
using Cocoon.Core.Crypto;

namespace Cocoon.Attestation.Nvidia;

/// <summary>What the policy wants of a genuine device: N6 and N7. Used once.</summary>
internal sealed class GpuPolicyChecks(AppraisalContext context, GpuPolicy? asked, GpuClaims claims, CheckLog log)
{
    private const CheckStage Stage = CheckStage.Policy;

    private readonly ImmutableArray<Finding>.Builder _findings = ImmutableArray.CreateBuilder<Finding>();
    private readonly GpuPolicy _policy = asked ?? new GpuPolicy();

    public bool IsDebug => claims.IsDebug == true;

    public bool HasGoodMode { get; private set; }

    public bool IsBehind => _findings.Count > 0;

    public ImmutableArray<Finding> Run(GpuTcbOutcome tcb)
    {
        if (asked is null) log.Add("N6", Stage, "policy", AttestationFailure.PolicyMissing, "The policy has no section for NVIDIA GPUs.");
        if (CheckArchitecture() is { } model) CheckVersions(model);
        HasGoodMode = CheckMode();
        CheckDebug(tcb);
        if (claims.ReportedFirmwareId.IsEmpty)
            log.Add("N6", Stage, "firmware id", _policy.AllowMissingFirmwareId ? AttestationFailure.None : AttestationFailure.FwidMismatch, "The report names no firmware; newer VBIOS do.");
        CheckNonce();
        return _findings.ToImmutable();
    }

    private GpuModel? CheckArchitecture()
    {
        if (NumberOf(claims.Architecture) is not { } number || claims.ChipArchitecture != number)
        {
            log.Add("N6", Stage, "architecture", AttestationFailure.ArchMismatch, $"The certificate is of a '{claims.Model}', the report of chip {claims.ChipArchitecture.ToString("X", CultureInfo.InvariantCulture)}: not a GPU that is known here.");
            return null;
        }
        var model = _policy.Models.FirstOrDefault(one => one.Architecture == claims.Architecture);
        log.Add("N6", Stage, "architecture", model is null ? AttestationFailure.ArchMismatch : AttestationFailure.None,
            model is null ? $"'{claims.Architecture}' is not among the policy's models: {(_policy.Models.IsEmpty ? "none" : string.Join(", ", _policy.Models.Select(one => one.Architecture)))}." : claims.Architecture);
        return model;
    }

    /// <summary>Architecture number of a chip's family, as the report has it; null for what is no GPU with confidential computing.</summary>
    private static uint? NumberOf(string architecture) => architecture switch
    {
        ['G', 'H', '1', ..] => 0x180,
        ['G', 'B', '1', ..] => 0x1A0,
        ['G', 'B', '2', ..] => 0x1B0,
        _ => null,
    };

    private void CheckVersions(GpuModel model)
    {
        Check("driver", claims.Driver, model.MinDriver, GpuVersion.IsDriverAtLeast(claims.Driver, model.MinDriver));
        Check("VBIOS", claims.Vbios, model.MinVbios, GpuVersion.IsVbiosAtLeast(claims.Vbios, model.MinVbios));

        void Check(string what, string found, string needed, bool holds)
        {
            log.Add("N6", Stage, $"{what} version", holds ? AttestationFailure.None : AttestationFailure.TcbOutOfDate, holds ? found : $"'{found}', the policy needs '{needed}'.");
            if (!holds) _findings.Add(new Finding(AttestationFailure.TcbOutOfDate, what, found, needed, [], null));
        }
    }

    private bool CheckMode()
    {
        var holds = claims.Mode != GpuMode.Unknown && _policy.Modes.Contains(claims.Mode);
        return log.Add("N6", Stage, "confidential computing mode", holds ? AttestationFailure.None : AttestationFailure.CcModeOff,
            holds ? $"{claims.Mode}." : $"{claims.Mode} is not among the policy's modes: {(_policy.Modes.IsEmpty ? "none" : string.Join(", ", _policy.Modes))}.");
    }

    private void CheckDebug(GpuTcbOutcome tcb) => log.Add("N6", Stage, "debugging", IsDebug ? AttestationFailure.DebugEnabled : AttestationFailure.None, (claims.IsDebug, tcb.IsMeasured) switch
    {
        (true, _) => "The certificate is of firmware that was started insecurely, in recovery or for debugging.",
        (false, _) => "Off, by the certificate.",
        (null, true) => "Off: the measurements are those of a released build.",
        _ => "Not known: only measurements that match reference values would tell.",
    });

    private void CheckNonce()
    {
        var wanted = context.ReportData;
        var holds = wanted.IsEmpty || claims.ReportData == new HexBytes(wanted.Span);
        log.Add("N7", Stage, "bound to the machine", holds ? AttestationFailure.None : AttestationFailure.NonceMismatch,
            wanted.IsEmpty ? "Not asked." : holds ? "" : $"The report answers {claims.ReportData}; {SpdmReport.NonceBytes} bytes made of the CPU's report data are needed.");
    }
}
