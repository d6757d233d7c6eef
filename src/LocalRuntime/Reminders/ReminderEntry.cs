using Orleans.Runtime;

namespace Orleans;

/// <summary>One row of the reminder table.</summary>
public sealed class ReminderEntry
{
    public GrainId GrainId { get; set; }

    public string ReminderName { get; set; } = null!;

    /// <summary>The first tick, UTC.</summary>
    public DateTime StartAt { get; set; }

    public TimeSpan Period { get; set; }

    public string? ETag { get; set; }

    public override string ToString() => $"<GrainId={GrainId} ReminderName={ReminderName} Period={Period}>";
}
