namespace Cocoon.Storage.Postgres;

/// <summary>How a silo delivers reminders.</summary>
public sealed class PostgresReminderOptions
{
    /// <summary>
    /// Most ticks that this silo delivers at once, 1 or more. After an outage everything is due: this is how fast it is caught up
    /// on. Default: 64.
    /// </summary>
    public int MaxConcurrent { get; set; } = 64;

    /// <summary>
    /// Longest time between two looks at the table. A reminder set by another silo, or one whose silo has died, is noticed this
    /// late. Each look is one statement. Default: 5 seconds.
    /// </summary>
    public TimeSpan PollPeriod { get; set; } = TimeSpan.FromSeconds(5);
}
