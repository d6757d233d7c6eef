namespace Cocoon.LocalRuntime.Tests.Timers;

[Alias("test.timers")]
public interface ITimerGrain : IGrainWithStringKey
{
    [Alias("start")]
    Task Start(TimeSpan due, TimeSpan period, bool interleave);

    [Alias("change")]
    Task Change(TimeSpan due, TimeSpan period);

    [Alias("dispose")]
    Task Dispose();

    /// <summary>How many ticks have begun.</summary>
    [Alias("ticks")]
    Task<int> Ticks();

    /// <summary>Stays busy from "{key}/busy/in" to "{key}/busy/out".</summary>
    [Alias("be-busy")]
    Task BeBusy();
}
