namespace Cocoon.LocalRuntime.Tests.Turns;

[Alias("test.turns")]
public interface ITurnGrain : IGrainWithStringKey
{
    [Alias("append")]
    Task Append(int number);

    [Alias("appended")]
    Task<List<int>> Appended();

    [Alias("count-up")]
    Task CountUp(int times);

    [Alias("count")]
    Task<int> Count();

    [Alias("where-awaits-return")]
    Task<string> WhereAwaitsReturn();

    /// <summary>Waits with so many continuations for "{key}/go", which somebody outside reaches, and counts in each.</summary>
    [Alias("count-in-continuations")]
    Task CountInContinuations(int continuations);
}
