using Cocoon.LocalRuntime.Calls;
using Cocoon.Simulation.Runtime;
using Orleans.Serialization.Invocation;

namespace Cocoon.Simulation.Linearizability;

/// <summary>A call to a channel as its caller sees it: sent, and answered or not.</summary>
/// <param name="call">What was asked, of whom.</param>
/// <param name="client">The caller's lane in the trace.</param>
/// <param name="network">Knows the time and who lives twice.</param>
internal sealed class RecordedCall(Call call, int client, Network network)
{
    public string Method => call.Method.InterfaceMethod.Name;

    public object?[] Arguments => call.Arguments;

    public int Client => client;

    public long Start { get; } = network.World.Now;

    /// <summary>When the answer came; null while the caller does not know the outcome.</summary>
    public long? End { get; private set; }

    public Response? Response { get; private set; }

    /// <summary>The network delivers the call a second time, whatever becomes of the first.</summary>
    public bool IsRepeated { get; set; }

    /// <summary>The channel lived twice around this call: what it only read may be older than the call.</summary>
    public bool MayBeStale { get; private set; } = network.LivedTwice(call.TargetId);

    /// <summary>An answer arrives; the first counts, and only if the caller still waits.</summary>
    public void Answered(Call waiting, Response response)
    {
        if (waiting.IsAbandoned) return;
        End = network.World.Now;
        Response = response;
        MayBeStale |= network.LivedTwice(call.TargetId);
    }
}
