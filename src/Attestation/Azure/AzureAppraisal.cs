using System.Collections.Immutable;
using System.Text;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Policy;
using Cocoon.Core.Crypto;

namespace Cocoon.Attestation.Azure;

/// <summary>Checks A6 to A10 of a valid token: how its machine stands, and whether policy wants it. Not thread-safe; made for one appraisal.</summary>
internal sealed class AzureAppraisal(AzureClaims claims, AzurePolicy policy, AppraisalContext context, CheckLog log)
{
    private readonly ImmutableArray<Finding>.Builder _findings = ImmutableArray.CreateBuilder<Finding>();

    public ImmutableArray<Finding> Findings => _findings.ToImmutable();

    /// <summary>The image that the measurements are of; null when policy allows none.</summary>
    public AllowedImage? Image { get; private set; }

    /// <summary>How the platform stands. Both kinds of machine are compared with the policy's floor; TDX also brings Intel's word.</summary>
    public TcbStatus CheckTcb()
    {
        var behind = claims.Vmpl is null ? TdxBehind() : SnpBehind();
        if (behind is null)
        {
            log.Add("A9", CheckStage.Tcb, "versions", AttestationFailure.TcbOutOfDate, $"The policy gives no floor for {claims.Tee}, so it is denied.");
            return claims.PlatformStatus;
        }
        foreach (var (component, found, needed) in behind) _findings.Add(new Finding(AttestationFailure.TcbOutOfDate, component, $"{found}", $"{needed}", [], null));
        log.Add("A9", CheckStage.Tcb, "versions", behind.Count == 0 ? AttestationFailure.None : AttestationFailure.TcbOutOfDate, string.Join(", ", behind.Select(part => $"{part.Component} {part.Found}, needs {part.Needed}")));
        return behind.Count > 0 && claims.PlatformStatus < TcbStatus.OutOfDate ? TcbStatus.OutOfDate : claims.PlatformStatus;
    }

    /// <summary>A6 age, A7, A9 and A10.</summary>
    public void CheckPolicy()
    {
        Add("A6", "age", context.At - claims.IssuedAt > policy.MaxTokenAge, AttestationFailure.TokenTooOld, $"Issued at {claims.IssuedAt:u}; {policy.MaxTokenAge} is allowed.");
        var instance = policy.Instances.First(allowed => allowed.Issuer == claims.Issuer);
        Add("A7", "the instance's policy", !instance.PolicyHashes.Contains(claims.PolicyHash), AttestationFailure.PolicyHash, Tokens.Shown.Text(claims.PolicyHash));
        Add("A9", "compliance", !policy.ComplianceStatuses.Contains(claims.Compliance), AttestationFailure.Compliance, Tokens.Shown.Text(claims.Compliance));
        Add("A9", "secure boot", !claims.SecureBoot, AttestationFailure.Compliance, claims.SecureBoot ? "" : "Secure boot was off. Switch it on and start the machine again.");
        Add("A9", "debugging", claims.IsDebuggable, AttestationFailure.DebugEnabled, claims.IsDebuggable ? "The machine's memory can be looked at." : "");
        Add("A9", "migration", claims.AllowsMigration, AttestationFailure.MigrationAllowed, claims.AllowsMigration ? "The machine may be moved to another host." : "");
        if (claims.Vmpl is { } vmpl) Add("A9", "privilege level", !policy.Vmpls.Contains(vmpl), AttestationFailure.VmplNotAllowed, $"{vmpl}");
        var verdict = context.Policy.Judge(EvidenceKind.AzureToken, claims.Measurements, ImageRole.Provider, context.At);
        Image = verdict.Image;
        log.Add("A9", CheckStage.Policy, "measurements", verdict.Failure, verdict.Detail);
        CheckBinding();
    }

    private void CheckBinding()
    {
        if (context.ReportData.IsEmpty)
        {
            Add("A10", "binding", false, AttestationFailure.ReportDataMismatch, "not asked");
            return;
        }
        var wanted = new HexBytes(context.ReportData.Span);
        // The guest library of Azure puts a client's text into base64.
        var nonce = Convert.ToBase64String(Encoding.ASCII.GetBytes(wanted.ToString()));
        var place = claims.ReportData == wanted ? "report data"
            : claims.UserData == wanted ? "user data of the runtime claims"
            : claims.ClientNonce == nonce || claims.ClientNonce == wanted.ToString() ? "client payload"
            : null;
        Add("A10", "binding", place is null, AttestationFailure.ReportDataMismatch, place ?? "Neither the report data nor the runtime claims are what the evidence must be bound to.");
    }

    private List<(string Component, int Found, int Needed)>? SnpBehind() => policy.Snp is not { } floor
        ? null
        : Behind([("bootloader", floor.BootLoader), ("tee", floor.Tee), ("snpfw", floor.SnpFirmware), ("microcode", floor.Microcode), ("guest", floor.Guest)]);

    private List<(string Component, int Found, int Needed)>? TdxBehind()
    {
        if (policy.Tdx is not { TeeTcbSvn.Length: 16 } floor) return null;
        Add("A9", "platform", !floor.Statuses.Contains(claims.PlatformStatus), NameOf(claims.PlatformStatus), $"{claims.PlatformStatus}", CheckStage.Tcb);
        return Behind(floor.TeeTcbSvn.ToArray().Select((needed, index) => ($"tee-tcb-{index:D2}", (int)needed)));
    }

    private static AttestationFailure NameOf(TcbStatus status) => status switch
    {
        TcbStatus.Revoked => AttestationFailure.TcbRevoked,
        TcbStatus.SwHardeningNeeded => AttestationFailure.TcbSwHardeningNeeded,
        TcbStatus.ConfigurationNeeded or TcbStatus.ConfigurationAndSwHardeningNeeded => AttestationFailure.TcbConfigurationNeeded,
        TcbStatus.TdRelaunchAdvised or TcbStatus.TdRelaunchAdvisedConfigurationNeeded => AttestationFailure.TdRelaunchAdvised,
        _ => AttestationFailure.TcbOutOfDate,
    };

    private List<(string Component, int Found, int Needed)> Behind(IEnumerable<(string Component, int Needed)> floor) =>
        [.. floor.Where(part => claims.Versions[part.Component] < part.Needed).Select(part => (part.Component, claims.Versions[part.Component], part.Needed))];

    private void Add(string id, string title, bool fails, AttestationFailure failure, string detail, CheckStage stage = CheckStage.Policy) =>
        log.Add(id, stage, title, fails ? failure : AttestationFailure.None, detail);
}
