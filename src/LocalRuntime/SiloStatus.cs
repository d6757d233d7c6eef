namespace Cocoon.LocalRuntime;

internal enum SiloStatus
{
    Created,
    Running,

    /// <summary>Calls from outside grains are refused; what runs may finish and call other grains.</summary>
    Draining,

    Stopped,
}
