using System.Diagnostics;
using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Xunit.Abstractions;

namespace Cocoon.Core.Tests.Models;

/// <summary>Plays random histories; a failing one is cut down to the commands that matter.</summary>
internal static class ModelCheck
{
    private const int DefaultCases = 10_000;

    /// <summary>Histories per test, from the environment variable COCOON_CASES.</summary>
    public static int Cases { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("COCOON_CASES"), NumberStyles.None, CultureInfo.InvariantCulture, out var cases) && cases > 0 ? cases : DefaultCases;

    /// <param name="commands">One command.</param>
    /// <param name="most">Commands in a history at most; half as many at least.</param>
    /// <param name="begin">The beginning of a history.</param>
    /// <param name="output">Where the number of cases and the time go.</param>
    public static void Run<TCommand>(Gen<TCommand> commands, int most, Func<IModelRun<TCommand>> begin, ITestOutputHelper output)
    {
        var watch = Stopwatch.StartNew();
        var played = 0L;
        Prop.ForAll(Arb.From(Histories(commands, most), history => history.Shorter()), history => played += Play(history, begin()))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(Cases));
        output.WriteLine($"{Cases} histories, {played} commands, {watch.Elapsed.TotalSeconds:0.0} s");
    }

    /// <summary>Plays one history; for counterexamples that became tests of their own.</summary>
    public static int Play<TCommand>(History<TCommand> history, IModelRun<TCommand> run)
    {
        foreach (var (index, command) in history.Commands.Index())
        {
            try
            {
                run.Play(command);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                throw new ModelException($"At command {index + 1}, '{command}': {e.Message}");
            }
        }
        run.Finish();
        return history.Commands.Count;
    }

    /// <summary>Every fifth command repeats an earlier one: replies get lost, and callers try again, sometimes much later.</summary>
    private static Gen<History<TCommand>> Histories<TCommand>(Gen<TCommand> commands, int most) =>
        from count in Gen.Choose(most / 2, most)
        from fresh in commands.ListOf(count)
        from repeats in Gen.Choose(0, (count * 5) - 1).ListOf(count)
        select new History<TCommand>(WithRepeats([.. fresh], [.. repeats]));

    private static TCommand[] WithRepeats<TCommand>(TCommand[] commands, int[] repeats)
    {
        for (var i = 1; i < commands.Length; i++)
            if (repeats[i] < commands.Length) commands[i] = commands[repeats[i] % i];
        return commands;
    }
}
