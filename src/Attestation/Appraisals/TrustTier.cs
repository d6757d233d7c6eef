namespace Cocoon.Attestation.Appraisals;

/// <summary>The four tiers of AR4SI (draft-ietf-rats-ar4si, section 2.3.2) as the least value of each.</summary>
public static class TrustTier
{
    public const sbyte None = 0;
    public const sbyte Affirming = 2;
    public const sbyte Warning = 32;
    public const sbyte Contraindicated = 96;

    /// <summary>The tier a claim's value lies in.</summary>
    public static sbyte Of(sbyte value) => value switch
    {
        >= Contraindicated => Contraindicated,
        >= Warning => Warning,
        >= Affirming => Affirming,
        _ => None,
    };

    public static string Name(sbyte tier) => Of(tier) switch
    {
        Contraindicated => "contraindicated",
        Warning => "warning",
        Affirming => "affirming",
        _ => "none",
    };
}
