namespace Cocoon.Attestation.Tokens.Ear;

/// <summary>Names of claims: those of draft-ietf-rats-ear and, with our prefix, what it has no word for.</summary>
internal static class EarNames
{
    /// <summary>The profile that implementations of the draft share.</summary>
    public const string Profile = "tag:github.com,2023:veraison/ear";

    public const string Status = "ear.status";
    public const string Vector = "ear.trustworthiness-vector";
    public const string PolicyId = "ear.appraisal-policy-id";
    public const string VerifierId = "ear.verifier-id";
    public const string Failure = "cocoon.failure";
    public const string Detail = "cocoon.detail";
    public const string Tier = "cocoon.tier";
    public const string NotAfter = "cocoon.not-after-ms";
    public const string PolicyHash = "cocoon.policy-hash";
    public const string CollateralHash = "cocoon.collateral-hash";
    public const string ClaimsHash = "cocoon.claims-hash";
    public const string AppraisalHash = "cocoon.appraisal-hash";
    public const string ReceiptKey = "cocoon.receipt-key";
    public const string SealingKey = "cocoon.sealing-key";
    public const string IdentityKey = "cocoon.identity-key";
    public const string Findings = "cocoon.findings";

    /// <summary>Name of the submodule at a place: the CPU comes first.</summary>
    public static string Submodule(int index) => index == 0 ? "cpu" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"gpu-{index - 1}");
}
