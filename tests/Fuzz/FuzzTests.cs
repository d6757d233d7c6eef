using System.Diagnostics;
using System.Globalization;
using Cocoon.Fuzz.Tests.Targets;
using Xunit.Abstractions;

namespace Cocoon.Fuzz.Tests;

/// <summary>Every parser of docs/fuzzing.md, with as many inputs as COCOON_FUZZ says.</summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const int DefaultCount = 5_000;
    private const int Seed = 20_260_102;
    private static readonly int Count = int.Parse(Environment.GetEnvironmentVariable("COCOON_FUZZ") ?? DefaultCount.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    public static TheoryData<string> Targets => [.. FuzzTargets.All.Keys];

    [Theory, MemberData(nameof(Targets))]
    public void Damaged_input_is_read_or_refused(string name)
    {
        using var target = FuzzTargets.All[name]();
        var count = Math.Max(1, Count / target.Cost);
        var watch = Stopwatch.StartNew();

        var refused = new Fuzzer(name, target, Seed).Run(count);

        output.WriteLine($"{name}: {count:#,0} inputs, {refused:#,0} refused, {watch.Elapsed.TotalSeconds:0.0} s");
    }

    [Theory, MemberData(nameof(Targets))]
    public void Good_input_is_read(string name)
    {
        using var target = FuzzTargets.All[name]();

        target.Seeds.Should().NotBeEmpty();
        foreach (var seed in target.Seeds) target.Read(seed);
    }
}
