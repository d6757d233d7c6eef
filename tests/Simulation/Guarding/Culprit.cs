namespace Cocoon.Simulation.Tests.Guarding;

/// <summary>Does everything that a simulated grain must not, one thing a method. Never run.</summary>
internal static class Culprit
{
    public static DateTimeOffset WallClock() => DateTimeOffset.UtcNow;

    public static DateTime OldWallClock() => DateTime.Now;

    public static Guid Name() => Guid.NewGuid();

    public static int Shared() => Random.Shared.Next();

    public static int Unseeded() => new Random().Next();

    public static Task Leave() => Task.Run(static () => { });

    public static async Task Lose(Task task) => await task.ConfigureAwait(false);

    public static Task Wait() => Task.Delay(10);

    public static CancellationTokenSource Limit() => new(10);

    public static Task Cancel(CancellationTokenSource source) => source.CancelAsync();

    public static string Read() => File.ReadAllText("x");

    public static TimeProvider Clock() => TimeProvider.System;

    public static long Ticks() => System.Diagnostics.Stopwatch.GetTimestamp();
}
