using System.Globalization;

namespace Cocoon.Bench.Harness;

/// <summary>
/// Measures small operations: finds how many make a round of about 100 ms, runs some rounds to warm up, then takes the
/// median of nine. Not thread-safe.
/// </summary>
/// <param name="output">Takes a line per measurement.</param>
/// <param name="time">The clock.</param>
public sealed class Runner(TextWriter output, TimeProvider time)
{
    private const int WarmUpRounds = 3;
    private const int Rounds = 9;

    private static readonly TimeSpan RoundTime = TimeSpan.FromMilliseconds(100);

    /// <summary>Prints a heading.</summary>
    public void Begin(string subject)
    {
        output.WriteLine(subject);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"",-44} {"per second",14} {"median",12} {"bytes/op",10} {"x target",9}"));
    }

    /// <summary>Measures one operation.</summary>
    /// <param name="name">What it is.</param>
    /// <param name="operation">The operation; what it returns is kept, so that it cannot be optimised away.</param>
    /// <param name="unitsPerOperation">How many of the counted things one call does: cells, or megabytes.</param>
    /// <param name="target">Wanted per second; null for none.</param>
    /// <returns>Units per second.</returns>
    public double Measure<T>(string name, Func<T> operation, double unitsPerOperation = 1, double? target = null)
    {
        var count = 1;
        while (Round(operation, count) < RoundTime) count = checked(count * 2);
        for (var i = 0; i < WarmUpRounds; i++) Round(operation, count);
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var seconds = Enumerable.Range(0, Rounds).Select(_ => Round(operation, count).TotalSeconds / count).Order().ToArray();
        allocated = (GC.GetAllocatedBytesForCurrentThread() - allocated) / ((long)Rounds * count);
        var median = seconds[Rounds / 2];
        var perSecond = unitsPerOperation / median;
        var ratio = target is { } wanted ? (perSecond / wanted).ToString("0.00", CultureInfo.InvariantCulture) : "";
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-44} {perSecond,14:#,0.#} {median * 1e6,9:#,0.00} µs {allocated,10:#,0} {ratio,9}"));
        return perSecond;
    }

    private TimeSpan Round<T>(Func<T> operation, int count)
    {
        var start = time.GetTimestamp();
        T last = default!;
        for (var i = 0; i < count; i++) last = operation();
        GC.KeepAlive(last);
        return time.GetElapsedTime(start);
    }
}
