namespace Cocoon.LocalRuntime.Tests.Local;

[Alias("test.idle")]
public interface IIdleGrain : IGrainWithStringKey
{
    /// <summary>The id of the activation that answers.</summary>
    [Alias("touch")]
    Task<string> Touch();

    [Alias("delay")]
    Task Delay(TimeSpan time);

    [Alias("start-timer")]
    Task StartTimer(bool keepAlive);
}
