namespace Cocoon.Core.Trust;

/// <summary>The names of tiers in APIs, logs and receipts, and the one rule for "at least".</summary>
public static class TierNames
{
    public const string Simulated = "simulated";
    public const string Open = "open";
    public const string CpuTee = "cpu-tee";
    public const string CcGpu = "cc-gpu";

    public static string Name(this Tier tier) => tier switch
    {
        Tier.Simulated => Simulated,
        Tier.Open => Open,
        Tier.CpuTee => CpuTee,
        Tier.CcGpu => CcGpu,
        _ => throw new ArgumentOutOfRangeException(nameof(tier), tier, "Unknown tier."),
    };

    public static bool TryParse(string? name, out Tier tier)
    {
        (tier, var known) = name switch
        {
            Simulated => (Tier.Simulated, true),
            Open => (Tier.Open, true),
            CpuTee => (Tier.CpuTee, true),
            CcGpu => (Tier.CcGpu, true),
            _ => (default, false),
        };
        return known;
    }

    /// <summary>
    /// Whether a provider of tier <paramref name="offered"/> may serve a caller who asked for at least
    /// <paramref name="least"/>. The two tiers that prove nothing, simulated and open, serve only callers who named them.
    /// </summary>
    public static bool Satisfies(this Tier offered, Tier least) => offered switch
    {
        Tier.Simulated or Tier.Open => offered == least,
        _ => offered >= least,
    };
}
