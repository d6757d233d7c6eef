using Cocoon.LocalRuntime.Calls;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Cocoon.LocalRuntime.Activations;

/// <summary>A tick of a timer, as a one-way call of the grain to itself.</summary>
internal sealed class TimerTick : Call
{
    private static readonly GrainMethod TickMethod = GrainMethod.Of(typeof(IGrainTimerInvoker).GetMethod(nameof(IGrainTimerInvoker.InvokeCallbackAsync))!);
    private readonly GrainTimer _timer;

    public TimerTick(GrainTimer timer, GrainId grainId) : base(TickMethod, grainId, [])
    {
        _timer = timer;
        SourceId = grainId;
    }

    public override bool IsAlwaysInterleave => _timer.Interleaves;

    public override bool KeepsAlive => _timer.KeepsAlive;

    public override bool IsLocalOnly => true;

    public override string GetInterfaceName() => nameof(IGrainTimerInvoker);

    public override ValueTask<Response> Invoke() => _timer.Tick();

    public override void Complete(Response response)
    {
        // One-way: nobody waits for a tick.
    }
}
