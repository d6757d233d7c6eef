using System.Globalization;
using Cocoon.Simulation.Faults;
using Cocoon.Simulation.Market;
using Cocoon.Simulation.Running;
using Cocoon.Simulation.Tracing;

namespace Cocoon.Simulation.Commands;

/// <summary>What the tool says, and the traces it leaves.</summary>
internal sealed class Report(TextWriter console, string folder)
{
    private const int BarWidth = 30;

    private TimeSpan _shown = TimeSpan.FromHours(-1);

    public void Seed(SeedResult result, TimeSpan took) => console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"seed {result.Seed}: {(result.Failure is null ? "passed" : "FAILED")}, {result.Jobs} jobs ({result.Charged} charged), {result.Strikes.Count} faults, {result.Turns:N0} turns, {result.Elapsed:hh\\:mm\\:ss} of market time in {took.TotalMilliseconds:0} ms, trace hash {result.Hash:x16}"));

    /// <summary>A bar on a terminal, a line now and then elsewhere.</summary>
    public void Progress(Campaign running, long? count, TimeSpan? limit, TimeSpan elapsed)
    {
        var isTerminal = !Console.IsOutputRedirected;
        if (elapsed - _shown < (isTerminal ? TimeSpan.FromSeconds(0.2) : TimeSpan.FromSeconds(15)) && running.Seeds != count) return;
        _shown = elapsed;
        var share = Math.Min(1, count is { } all ? (double)running.Seeds / all : elapsed / limit!.Value);
        var filled = (int)(share * BarWidth);
        var line = string.Create(CultureInfo.InvariantCulture,
            $"[{new string('#', filled)}{new string('.', BarWidth - filled)}] {running.Seeds:N0}{(count is { } of ? $"/{of:N0}" : "")} seeds, {running.Seeds / elapsed.TotalSeconds:0.0} seeds/s, {running.Jobs:N0} jobs, {running.Faults:N0} faults");
        if (isTerminal) console.Write($"\r{line}  ");
        else console.WriteLine(line);
    }

    public void Sums(Campaign campaign, TimeSpan took)
    {
        if (!Console.IsOutputRedirected) console.WriteLine();
        console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{campaign.Seeds:N0} seeds in {took.TotalSeconds:0.0} s: {campaign.Jobs:N0} jobs ({campaign.Jobs / took.TotalSeconds:N0}/s), {campaign.Faults:N0} faults ({campaign.Faults / took.TotalSeconds:N0}/s)"));
        foreach (var (kind, struck) in campaign.ByKind.OrderBy(kind => kind.Key))
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {struck,9:N0}  {FaultKinds.Name(kind)}"));
    }

    /// <summary>Says what a failed run needs to fail and leaves its trace.</summary>
    /// <returns>The exit code of a failure.</returns>
    public int Failed(SeedResult failed, FaultPlan plan, MarketOptions options)
    {
        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\nSeed {failed.Seed} breaks a rule: {failed.Failure}"));
        console.WriteLine("Looking for the faults that it needs ...");
        var (least, smaller, _) = new Shrinker((tried, size) => SeedRun.Run(failed.Seed, tried, size)).Shrink(failed, plan, options);
        var result = SeedRun.Run(failed.Seed, least, smaller, keepTrace: true, out var trace);
        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"With {result.Strikes.Count} of {failed.Strikes.Count} faults and {smaller.Jobs} jobs: {result.Failure}"));
        LastEvents(trace);
        console.WriteLine($"\nRule broken: {result.Failure}");
        foreach (var strike in result.Strikes) console.WriteLine($"  fault {strike}");
        Keep(trace, result, least, smaller);
        return 1;
    }

    public void LastEvents(Trace trace)
    {
        console.WriteLine($"\nThe last {Trace.Kept} events:");
        foreach (var traced in trace.Events.Skip((int)Math.Max(0, trace.Count - Trace.Kept) * (trace.KeepsAll ? 1 : 0))) console.WriteLine(TraceWords.Of(trace, traced));
    }

    /// <summary>Writes the trace, the page that shows it, and the plan.</summary>
    public void Keep(Trace trace, SeedResult result, FaultPlan plan, MarketOptions options)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"seed-{result.Seed}"));
        TraceFile.Write($"{path}.jsonl", trace, result, plan, options);
        using var page = new StreamReader(typeof(Report).Assembly.GetManifestResourceStream("trace.html")!);
        TraceFile.WritePage($"{path}.html", page.ReadToEnd(), trace, result, plan, options);
        File.WriteAllText($"{path}.plan.json", FaultPlanFile.Write(plan));
        console.WriteLine($"Trace: {path}.jsonl (again: ./cocoon sim replay {path}.jsonl)");
        console.WriteLine($"As a page: {path}.html");
        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Fault plan: {path}.plan.json (again: ./cocoon sim run --seed {result.Seed} --jobs {options.Jobs} --fault {path}.plan.json)"));
    }
}
