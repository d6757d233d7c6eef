using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Certificates;
using Cocoon.Attestation.Collateral;
using Cocoon.Attestation.Tdx.Collateral;
using Cocoon.Attestation.Tdx.Tcb;

namespace Cocoon.Attestation.Tdx;

/// <summary>
/// Checks T8 and T10 to T14 of one quote: how does its platform stand against what Intel says today? All are made whatever
/// fails, so that an operator sees everything at once.
/// </summary>
internal sealed class TdxTcbChecks(PreparedCollateral prepared, AppraisalContext context, TdxPolicy policy, ValidTdxQuote valid, CheckLog log, TdxDeadline deadline)
{
    private const CheckStage Stage = CheckStage.Tcb;

    public TdxTcbOutcome Run()
    {
        var hasSigner = prepared.TryGetSigner(context.Collateral, context.At, out var signer, out var signerRefusal);
        if (hasSigner) deadline.Add(signer!.Window.NotAfter, AttestationFailure.CertificateExpired, "TCB signing chain");
        var isRevoked = IsRevokedByRoot(signer) | IsRevokedByAuthority();
        TcbInfo? info = null;
        QeIdentity? identity = null;
        if (hasSigner) (info, identity) = (TcbInfo(signer!), QeIdentity(signer!));
        else log.Add("T10", Stage, "TCB signing chain", signerRefusal.Failure, signerRefusal.Detail);

        List<TcbPart> parts = [];
        var isWhole = info is not null && identity is not null;
        if (info is not null) isWhole &= TryAddPlatform(info, parts);
        if (identity is not null) AddQe(identity, parts);
        if (info is not null) ConsiderRelaunch(info, parts);
        // A part that could not be looked at is not known to be good.
        var status = parts.Select(part => part.Status).Append(isWhole ? TcbStatus.UpToDate : TcbStatus.Unknown).Aggregate(TcbStatuses.Worst);
        return new TdxTcbOutcome(status, [.. new TdxTcbVerdict(policy, context.At).Judge(status, parts, log, deadline)], isRevoked);
    }

    private bool IsRevokedByRoot(TcbSigner? signer)
    {
        if (!TryGetList(new CollateralKey(CollateralKind.IntelRootCrl, ""), "root", valid.Chain.RootDer, "revocation list of Intel's root", out var list)) return false;
        var intermediate = list.Contains(valid.Chain.IntermediateSerial);
        var isRevoked = intermediate || (signer is not null && list.Contains(signer.Serial));
        log.Add("T8", Stage, "revocation list of Intel's root", isRevoked ? AttestationFailure.IntermediateRevoked : AttestationFailure.None,
            intermediate ? "The PCK authority's certificate is revoked." : isRevoked ? "The TCB signing certificate is revoked." : $"Number {list.Number}, {list.Count} entries.");
        return isRevoked;
    }

    private bool IsRevokedByAuthority()
    {
        var title = $"revocation list of the PCK {valid.Chain.Authority} authority";
        if (!TryGetList(new CollateralKey(CollateralKind.IntelPckCrl, valid.Chain.Authority), valid.Chain.Authority, valid.Chain.IntermediateDer, title, out var list)) return false;
        var isRevoked = list.Contains(valid.Chain.LeafSerial);
        log.Add("T8", Stage, title, isRevoked ? AttestationFailure.PckRevoked : AttestationFailure.None,
            isRevoked ? "Intel has revoked this platform's certificate." : $"Number {list.Number}, {list.Count} entries.");
        return isRevoked;
    }

    /// <summary>Writes down why there is no list to ask.</summary>
    private bool TryGetList(CollateralKey key, string name, byte[] issuerDer, string title, [NotNullWhen(true)] out RevocationList? list)
    {
        if (prepared.TryGetList(key, context.Collateral, issuerDer, out list, out var refusal))
        {
            deadline.Add(list.NextUpdate, AttestationFailure.CrlExpired, title);
            var least = policy.MinCrlNumbers.GetValueOrDefault(name);
            if (context.At < list.ThisUpdate || context.At > list.NextUpdate) refusal = new Refusal(AttestationFailure.CrlExpired, $"{key} counts from {list.ThisUpdate:u} to {list.NextUpdate:u}.");
            else if (list.Number < new BigInteger(least)) refusal = new Refusal(AttestationFailure.CrlRollback, $"{key} has number {list.Number}; the policy wants {least} or later.");
        }
        return refusal.IsNone || log.Add("T8", Stage, title, refusal.Failure, refusal.Detail);
    }

    private TcbInfo? TcbInfo(TcbSigner signer)
    {
        var platform = valid.Platform;
        if (prepared.TryGetTcbInfo(platform.Fmspc.ToString(), context.Collateral, signer, out var info, out var refusal))
        {
            deadline.Add(info.NextUpdate, AttestationFailure.TcbInfoExpired, "TCB info");
            if (new Core.Crypto.HexBytes(info.Fmspc) != platform.Fmspc || new Core.Crypto.HexBytes(info.PceId) != platform.PceId)
                refusal = new Refusal(AttestationFailure.FmspcMismatch, $"The TCB info is about FMSPC {Convert.ToHexStringLower(info.Fmspc)}, PCE id {Convert.ToHexStringLower(info.PceId)}; the platform is {platform.Fmspc}, {platform.PceId}.");
            else refusal = Refuse(info.IssueDate, info.NextUpdate, info.EvaluationNumber, AttestationFailure.TcbInfoExpired, AttestationFailure.TcbInfoRollback);
        }
        return log.Add("T10", Stage, "TCB info", refusal.Failure, info is not null && refusal.IsNone ? $"Evaluation {info.EvaluationNumber}, until {info.NextUpdate:u}." : refusal.Detail) ? info : null;
    }

    private QeIdentity? QeIdentity(TcbSigner signer)
    {
        if (prepared.TryGetQeIdentity(context.Collateral, signer, out var identity, out var refusal))
        {
            deadline.Add(identity.NextUpdate, AttestationFailure.QeIdentityExpired, "QE identity");
            refusal = Refuse(identity.IssueDate, identity.NextUpdate, identity.EvaluationNumber, AttestationFailure.QeIdentityExpired, AttestationFailure.QeIdentityRollback);
            if (refusal.IsNone && TcbEvaluator.DifferenceOfQe(identity, valid.Quote.QeReport) is { } difference)
                refusal = new Refusal(AttestationFailure.QeIdentityMismatch, $"{difference} of the quoting enclave is not that of Intel's.");
        }
        return log.Add("T13", Stage, "QE identity", refusal.Failure, refusal.Detail) ? identity : null;
    }

    private Refusal Refuse(DateTimeOffset issued, DateTimeOffset nextUpdate, int number, AttestationFailure expired, AttestationFailure rollback)
    {
        if (context.At < issued || context.At >= nextUpdate) return new Refusal(expired, $"It counts from {issued:u} until {nextUpdate:u}.");
        return number < policy.MinEvaluationNumber ? new Refusal(rollback, $"Evaluation {number}; the policy wants {policy.MinEvaluationNumber} or later.") : default;
    }

    /// <returns>Whether the TDX module is one of Intel's.</returns>
    private bool TryAddPlatform(TcbInfo info, List<TcbPart> parts)
    {
        var body = valid.Quote.Body;
        var platform = TcbEvaluator.Platform(info, valid.Platform, body.TeeTcbSvn);
        parts.Add(platform);
        log.Add("T11", Stage, "TCB level of the platform", platform.Status == TcbStatus.Unknown ? AttestationFailure.TcbLevelNotFound : AttestationFailure.None, platform.ToString());

        if (TcbEvaluator.Module(info, body.TeeTcbSvn) is not { } identity)
            return log.Add("T12", Stage, "TDX module", AttestationFailure.TdxModuleUnknown, $"The TCB info knows no TDX module of major version {body.TeeTcbSvn[1]}.");
        var isModule = TcbEvaluator.IsModule(identity, body);
        var module = isModule && body.TeeTcbSvn[1] != 0 ? TcbEvaluator.BySvn("TDX module", identity.Levels, body.TeeTcbSvn[0]) : null;
        if (module is not null) parts.Add(module);
        var failure = !isModule ? AttestationFailure.SeamIdentity : module?.Status == TcbStatus.Unknown ? AttestationFailure.TcbLevelNotFound : AttestationFailure.None;
        return log.Add("T12", Stage, "TDX module", failure, isModule ? module?.ToString() ?? "Covered by the platform's level." : "Signer or attributes of the TDX module are not Intel's.");
    }

    private void AddQe(QeIdentity identity, List<TcbPart> parts)
    {
        var enclave = TcbEvaluator.BySvn("quoting enclave", identity.Levels, valid.Quote.QeReport.IsvSvn);
        parts.Add(enclave);
        log.Add("T13", Stage, "TCB level of the quoting enclave", enclave.Status == TcbStatus.Unknown ? AttestationFailure.TcbLevelNotFound : AttestationFailure.None, enclave.ToString());
    }

    /// <summary>
    /// TDX 1.5 updates its module under a running TD, whose own SVNs stay those of its launch. When only they are behind, a new
    /// launch cures it (Intel PCS API version 4, "TDRelaunchAdvised").
    /// </summary>
    private void ConsiderRelaunch(TcbInfo info, List<TcbPart> parts)
    {
        var body = valid.Quote.Body;
        if (!body.IsTdx15 || !parts.Exists(part => TcbStatuses.IsOutOfDate(part.Status))) return;
        var platform = TcbEvaluator.Platform(info, valid.Platform, body.TeeTcbSvn2).Status;
        var module = TcbEvaluator.Module(info, body.TeeTcbSvn2) is { } identity && TcbEvaluator.IsModule(identity, body)
            ? body.TeeTcbSvn2[1] == 0 ? TcbStatus.UpToDate : TcbEvaluator.BySvn("", identity.Levels, body.TeeTcbSvn2[0]).Status
            : TcbStatus.Unknown;
        var now = TcbStatuses.Worst(platform, module);
        var advised = now switch
        {
            TcbStatus.UpToDate or TcbStatus.SwHardeningNeeded => TcbStatus.TdRelaunchAdvised,
            TcbStatus.ConfigurationNeeded or TcbStatus.ConfigurationAndSwHardeningNeeded => TcbStatus.TdRelaunchAdvisedConfigurationNeeded,
            _ => TcbStatus.Unknown,
        };
        if (advised == TcbStatus.Unknown) return;
        for (var i = 0; i < parts.Count; i++)
            if (parts[i].Name != "quoting enclave" && TcbStatuses.IsOutOfDate(parts[i].Status)) parts[i] = parts[i] with { Status = advised };
    }
}
