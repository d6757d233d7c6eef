using Orleans.Concurrency;
using Orleans.Runtime;

namespace Cocoon.LocalRuntime.Activations;

/// <summary>What call filters see as the method of a timer tick; the name, without namespace, is the one Orleans shows.</summary>
internal interface IGrainTimerInvoker : IAddressable
{
    [OneWay]
    Task InvokeCallbackAsync();
}
