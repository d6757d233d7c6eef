namespace Cocoon.Storage.Tests.Postgres.Grains;

/// <summary>Counts durably, and hears reminders.</summary>
[Alias("test.pulse")]
public interface IPulseGrain : IGrainWithStringKey
{
    [Alias("add")]
    Task<long> Add(long amount);

    [Alias("clear")]
    Task Clear();

    /// <summary>Sets the reminder "pulse".</summary>
    [Alias("remind")]
    Task Remind(TimeSpan due, TimeSpan period);

    /// <summary>Removes it, and says which are left.</summary>
    [Alias("forget")]
    Task<int> Forget();
}
