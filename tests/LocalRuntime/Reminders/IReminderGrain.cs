namespace Cocoon.LocalRuntime.Tests.Reminders;

[Alias("test.reminders")]
public interface IReminderGrain : IGrainWithStringKey
{
    [Alias("register")]
    Task Register(string name, TimeSpan due, TimeSpan period);

    [Alias("unregister")]
    Task Unregister(string name);

    [Alias("names")]
    Task<List<string>> Names();

    [Alias("end")]
    Task End();

    /// <summary>The id of the activation that answers.</summary>
    [Alias("activation")]
    Task<string> Activation();
}
