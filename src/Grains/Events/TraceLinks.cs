using System.Diagnostics;

namespace Cocoon.Grains.Events;

/// <summary>
/// The traces that wait in a grain for something it does later by itself, such as the jobs whose receipts go out with the
/// next push. In memory only, so a crash forgets them. Used in the grain's turns.
/// </summary>
internal sealed class TraceLinks
{
    private const int Max = 32;

    /// <summary>Null until there is one: most grains are never traced.</summary>
    private List<ActivityContext>? _contexts;

    /// <summary>Remembers the current trace, if it is recorded and there is room.</summary>
    public void Remember()
    {
        if (Activity.Current is { Recorded: true } span && (_contexts ??= []).Count < Max) _contexts.Add(span.Context);
    }

    /// <summary>Starts a span of its own that points back at all that waited; null when nobody listens.</summary>
    public Activity? Start(string name)
    {
        if (_contexts is null && !MarketTrace.Source.HasListeners()) return null;
        var links = _contexts?.ConvertAll(static context => new ActivityLink(context));
        _contexts = null;
        // Without this a timer's or a caller's span would become the parent of work that belongs to many jobs.
        Activity.Current = null;
        return MarketTrace.Source.StartActivity(name, ActivityKind.Internal, default(ActivityContext), links: links);
    }
}
