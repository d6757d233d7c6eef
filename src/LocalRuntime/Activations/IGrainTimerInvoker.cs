using Orleans.Concurrency;
using Orleans.Runtime;

namespace Cocoon.LocalRuntime.Activations;

/// <summary>What call filters see as the method of a timer tick; the name is the one Orleans uses.</summary>
internal interface IGrainTimerInvoker : IAddressable
{
    [OneWay]
    Task InvokeCallbackAsync();
}
