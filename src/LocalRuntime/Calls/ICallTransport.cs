using Orleans.Serialization.Invocation;

namespace Cocoon.LocalRuntime.Calls;

/// <summary>
/// Carries calls to activations and answers back. Live mode delivers at once; a simulator may delay, drop or duplicate here.
/// </summary>
internal interface ICallTransport
{
    void Send(Call call);

    void Reply(Call call, Response response);
}
