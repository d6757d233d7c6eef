using Cocoon.Simulation.Faults;
using Cocoon.Simulation.Market;

namespace Cocoon.Simulation.Running;

/// <summary>
/// Finds out which faults a failure needs: first leaves out whole kinds, then single strikes by delta debugging (Zeller and
/// Hildebrandt, "Simplifying and isolating failure-inducing input", 2002), as long as the same rule is still broken.
/// </summary>
/// <param name="run">Runs a plan on a market of a size.</param>
/// <param name="maxRuns">Tries at most.</param>
public sealed class Shrinker(Func<FaultPlan, MarketOptions, SeedResult> run, int maxRuns = 200)
{
    private int _runs;

    /// <param name="failed">A run that failed.</param>
    /// <param name="plan">Its plan.</param>
    /// <param name="options">Its market.</param>
    /// <returns>The least plan found, the smallest number of jobs, and what they do.</returns>
    public (FaultPlan Plan, MarketOptions Options, SeedResult Result) Shrink(SeedResult failed, FaultPlan plan, MarketOptions options)
    {
        var best = (Plan: plan with { Only = [.. failed.Strikes] }, Options: options, Result: failed);
        Try(best.Options with { Jobs = Math.Max(1, failed.Jobs) }, best.Result.Strikes);
        foreach (var kind in failed.Strikes.Select(strike => strike.Kind).Distinct().ToArray())
            Try(best.Options, best.Result.Strikes.Where(strike => strike.Kind != kind));
        for (var parts = 2; parts <= best.Result.Strikes.Count * 2 && _runs < maxRuns; parts *= 2) LeaveOutParts(parts);
        for (var jobs = best.Options.Jobs / 2; jobs > 0 && Try(best.Options with { Jobs = jobs }, best.Result.Strikes); jobs /= 2)
        {
            // Each success halves once more.
        }

        return best;

        void LeaveOutParts(int parts)
        {
            var size = Math.Max(1, (best.Result.Strikes.Count + parts - 1) / parts);
            for (var start = 0; start < best.Result.Strikes.Count && _runs < maxRuns;)
            {
                var first = start;
                if (!Try(best.Options, best.Result.Strikes.Where((_, index) => index < first || index >= first + size))) start += size;
            }
        }

        bool Try(MarketOptions smaller, IEnumerable<FaultStrike> strikes)
        {
            if (_runs++ >= maxRuns) return false;
            var tried = plan with { Only = [.. strikes] };
            var result = run(tried, smaller);
            if (result.Rule != failed.Rule) return false;
            // Only what did strike is needed; the rest of the set never had its occasion.
            best = (tried with { Only = [.. result.Strikes] }, smaller, result);
            return true;
        }
    }
}
