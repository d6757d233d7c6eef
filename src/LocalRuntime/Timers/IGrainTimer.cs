namespace Orleans.Runtime;

/// <summary>A timer of one activation.</summary>
public interface IGrainTimer : IDisposable
{
    /// <summary>Sets a new due time and period; during a tick this takes effect when the tick ends.</summary>
    void Change(TimeSpan dueTime, TimeSpan period);
}
