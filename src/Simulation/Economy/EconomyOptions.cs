namespace Cocoon.Simulation.Economy;

/// <summary>How large a simulated market is. What its members are like is fixed in <see cref="Habits"/>.</summary>
/// <param name="Providers">Machines that sell, 1 to 200,000.</param>
/// <param name="Clients">Accounts that buy, 1 to 2,000,000.</param>
/// <param name="Hours">Simulated time, above 0 and up to 240.</param>
internal sealed record EconomyOptions(int Providers = 10_000, int Clients = 100_000, double Hours = 24)
{
    /// <summary>Decides everything else. Default: 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Work asked for in the busiest hour, as a share of what all machines together could do; above 0 and up to 3. Default: 0.9.</summary>
    public double Load { get; init; } = 0.9;

    /// <summary>Models, whose popularity falls by Zipf's law; 1 to 64. Default: 12.</summary>
    public int Models { get; init; } = 12;

    /// <summary>Gateways, each with a router of its own; 1 to 32. Default: 4.</summary>
    public int Gateways { get; init; } = 4;

    /// <summary>How long news of a provider's load are on their way from its twin to the market and on, 0 to 60 s. Default: 0.03 s.</summary>
    public double TwinSeconds { get; init; } = 0.03;

    /// <summary>How far apart the market's news reach a router, 0.02 to 60 s. Default: 0.05 s.</summary>
    public double SnapshotSeconds { get; init; } = 0.05;

    /// <summary>The same demand at every hour instead of a day's curve. Default: false.</summary>
    public bool IsFlat { get; init; }

    /// <exception cref="FormatException">A figure is out of bounds.</exception>
    public EconomyOptions Checked()
    {
        Require(Providers is >= 1 and <= 200_000, "--providers is 1 to 200000.");
        Require(Clients is >= 1 and <= 2_000_000, "--clients is 1 to 2000000.");
        Require(Hours is > 0 and <= 240, "--hours is above 0 and at most 240.");
        Require(Load is > 0 and <= 3, "--load is above 0 and at most 3: 0.9 means that the busiest hour asks for 90 % of all machines.");
        Require(Models is >= 1 and <= 64 && Models <= Providers, "--models is 1 to 64, and no more than providers.");
        Require(Gateways is >= 1 and <= 32, "--gateways is 1 to 32.");
        Require(TwinSeconds is >= 0 and <= 60, "--twin is 0 to 60 seconds.");
        Require(SnapshotSeconds is >= 0.02 and <= 60, "--snapshot is 0.02 to 60 seconds.");
        return this;
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds) throw new FormatException(otherwise);
    }
}
