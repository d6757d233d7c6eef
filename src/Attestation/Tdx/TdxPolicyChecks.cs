using System.Buffers.Binary;
using System.Globalization;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Policy;
using Cocoon.Core.Crypto;
using Cocoon.Core.Trust;

namespace Cocoon.Attestation.Tdx;

/// <summary>Checks T15 to T17: does the market want such a trust domain? Attributes as in Intel TDX Module ABI, "TD ATTRIBUTES".</summary>
internal sealed class TdxPolicyChecks(AppraisalContext context, TdxPolicy policy, TdxClaims claims, CheckLog log, TdxDeadline deadline)
{
    private const CheckStage Stage = CheckStage.Policy;
    private const ulong Debug = 1;
    private const ulong SeptVeDisable = 1UL << 28;
    private const ulong Lass = 1UL << 27;
    private const ulong Pks = 1UL << 30;
    private const ulong Kl = 1UL << 31;

    public bool IsDebug => (claims.Attributes & Debug) != 0;

    public bool HasGoodAttributes { get; private set; }

    public bool HasKnownImage { get; private set; }

    /// <returns>The highest tier of the image.</returns>
    public Tier Run()
    {
        if (context.Policy.Tdx is null) log.Add("T15", Stage, "policy for TDX", AttestationFailure.PolicyMissing, "The policy says nothing about TDX, which denies it.");
        HasGoodAttributes = CheckAttributes() & CheckXfam();
        var limit = CheckImage();
        CheckReportData();
        return limit;
    }

    private bool CheckAttributes()
    {
        var allowed = SeptVeDisable | (Mask(policy.AllowedAttributes) & (Lass | Pks | Kl));
        var excess = claims.Attributes & ~allowed;
        if (IsDebug) return log.Add("T15", Stage, "TD attributes", AttestationFailure.DebugEnabled, "Its host can read everything in a debug TD.");
        if ((claims.Attributes & SeptVeDisable) == 0) return log.Add("T15", Stage, "TD attributes", AttestationFailure.TdAttributes, "SEPT_VE_DISABLE (bit 28) must be set.");
        return log.Add("T15", Stage, "TD attributes", excess == 0 ? AttestationFailure.None : AttestationFailure.TdAttributes, excess == 0 ? "" : $"Not allowed: {Bits(excess)}.");
    }

    private bool CheckXfam()
    {
        var excess = claims.Xfam & ~Mask(policy.AllowedXfam);
        return log.Add("T15", Stage, "XFAM", excess == 0 ? AttestationFailure.None : AttestationFailure.Xfam, excess == 0 ? "" : $"Not allowed: {Bits(excess)}.");
    }

    private Tier CheckImage()
    {
        if (context.Policy.Images.IsEmpty)
        {
            log.Add("T16", Stage, "measurements", AttestationFailure.MeasurementMismatch, "The policy lists no image, which denies all.");
            return Tier.Simulated;
        }
        var verdict = context.Policy.Judge(claims.Kind, claims.Measurements, ImageRole.Provider, context.At);
        HasKnownImage = log.Add("T16", Stage, "measurements", verdict.Failure, verdict.Detail);
        if (verdict.Image?.NotAfter is { } end) deadline.Add(end, AttestationFailure.ImageNotAllowed, $"image '{verdict.Image.Name}'");
        return verdict.Image?.Tier ?? Tier.Simulated;
    }

    private void CheckReportData()
    {
        var isAsked = !context.ReportData.IsEmpty;
        var isBound = !isAsked || new HexBytes(context.ReportData.Span) == claims.ReportData;
        log.Add("T17", Stage, "report data", isBound ? AttestationFailure.None : AttestationFailure.ReportDataMismatch,
            isAsked ? isBound ? "" : "The quote is bound to other keys, another network, provider, block or challenge." : "not asked");
    }

    private static ulong Mask(HexBytes bytes) => bytes.Length == sizeof(ulong) ? BinaryPrimitives.ReadUInt64LittleEndian(bytes.ToArray()) : 0;

    private static string Bits(ulong set) =>
        "bits " + string.Join(", ", Enumerable.Range(0, 64).Where(bit => (set >> bit & 1) != 0).Select(bit => bit.ToString(CultureInfo.InvariantCulture)));
}
