using System.Diagnostics;

namespace Cocoon.Telemetry.Tracing;

/// <summary>
/// Traces follow grain calls: the caller's span travels in the request context, in the W3C form, and the call becomes a span
/// below it. What Orleans' AddActivityPropagation does, for the runtime that has none.
/// </summary>
internal sealed class CallTracing : IOutgoingGrainCallFilter, IIncomingGrainCallFilter
{
    /// <summary>Name of the source of the spans.</summary>
    public const string Name = "Cocoon.Calls";

    private const string Parent = "traceparent";
    private static readonly ActivitySource Source = new(Name);

    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        if (Activity.Current is { Recorded: true, Id: { } id }) RequestContext.Set(Parent, id);
        else RequestContext.Remove(Parent);
        await context.Invoke();
    }

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        if (RequestContext.Get(Parent) is not string id)
        {
            await context.Invoke();
            return;
        }
        using var span = Source.StartActivity($"{context.InterfaceName}/{context.MethodName}", ActivityKind.Server, id);
        try
        {
            await context.Invoke();
        }
        catch (Exception e)
        {
            // The type only: a message may hold what is none of the trace's business.
            span?.SetStatus(ActivityStatusCode.Error).SetTag("error.type", e.GetType().Name);
            throw;
        }
    }
}
