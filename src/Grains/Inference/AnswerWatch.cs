using System.Diagnostics;
using Cocoon.Core.Jobs;
using Cocoon.Grains.Events;

namespace Cocoon.Grains.Inference;

/// <summary>
/// Times one answer and holds its spans. A stream's body runs in pieces, each in the context of whoever asks for the next
/// token, so nothing of it can be left in <see cref="Activity.Current"/>. Used by one stream at a time.
/// </summary>
internal sealed class AnswerWatch(JobId job, TimeProvider time) : IDisposable
{
    private readonly Activity? _run = MarketTrace.Start("cocoon.run", job);
    private readonly long _startedAt = time.GetTimestamp();
    private Activity? _phase;
    private long? _firstAt;

    /// <summary>Makes the calls that follow belong to this answer.</summary>
    public void Enter() => Activity.Current = _run ?? Activity.Current;

    public void Prefill() => _phase = Phase("cocoon.prefill");

    /// <summary>A token is there.</summary>
    /// <returns>How long the first one took; null for all others.</returns>
    public TimeSpan? Token()
    {
        if (_firstAt is not null) return null;
        _firstAt = time.GetTimestamp();
        _phase?.Dispose();
        _phase = Phase("cocoon.decode");
        return time.GetElapsedTime(_startedAt, _firstAt.Value);
    }

    /// <summary>The engine has delivered its last token.</summary>
    /// <returns>The time since the work began, and of it the time to the first token; that is null if there was none.</returns>
    public (TimeSpan Elapsed, TimeSpan? ToFirst) End()
    {
        _phase?.Dispose();
        _phase = null;
        return (time.GetElapsedTime(_startedAt), _firstAt is { } first ? time.GetElapsedTime(_startedAt, first) : null);
    }

    public void Dispose()
    {
        _phase?.Dispose();
        _run?.Dispose();
    }

    private Activity? Phase(string name) => _run is null ? null : MarketTrace.Source.StartActivity(name, ActivityKind.Internal, _run.Context);
}
