using System.Globalization;

namespace Cocoon.Simulation.Economy;

/// <summary>What a simulation took: no part of its report, which is the same on every machine.</summary>
/// <param name="Wall">On the clock.</param>
/// <param name="Processor">Of all processors together, the collector's and the compiler's work too.</param>
internal sealed record RunTime(TimeSpan Wall, TimeSpan Processor)
{
    /// <summary>The promise for a day of 10,000 providers and 100,000 clients, in proportion to providers and hours. It is for one core, so processor time counts.</summary>
    public Target Target(EconomyOptions options)
    {
        var share = options.Providers / 10_000.0 * options.Hours / 24;
        var limit = TimeSpan.FromMinutes(5) * share;
        var isLarge = share >= 0.2;
        return new Target("Processor time of the simulation", string.Create(CultureInfo.InvariantCulture, $"at most {limit.TotalSeconds:0} s"),
            string.Create(CultureInfo.InvariantCulture, $"{Processor.TotalSeconds:0.0} s, {Wall.TotalSeconds:0.0} s on the clock"), isLarge ? Processor <= limit : null);
    }
}
