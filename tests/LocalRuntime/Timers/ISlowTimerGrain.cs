using Orleans.Concurrency;

namespace Cocoon.LocalRuntime.Tests.Timers;

/// <summary>A timer whose ticks last until the test says so.</summary>
[Alias("test.slow-timers")]
public interface ISlowTimerGrain : IGrainWithStringKey
{
    /// <summary>Tick n reaches "{key}/tick{n}/in" and ends after "{key}/tick{n}/out".</summary>
    [Alias("start")]
    Task Start(bool interleave);

    /// <summary>Like <see cref="Start"/>, with a callback that throws before its first await.</summary>
    [Alias("start-throwing")]
    Task StartThrowing();

    [Alias("dispose"), AlwaysInterleave]
    Task Dispose();
}
