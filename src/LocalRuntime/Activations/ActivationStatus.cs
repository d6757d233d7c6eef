namespace Cocoon.LocalRuntime.Activations;

internal enum ActivationStatus
{
    /// <summary>Being constructed and activated; calls wait.</summary>
    Starting,

    /// <summary>Takes calls.</summary>
    Active,

    /// <summary>Finishes what runs; calls wait and will go to another activation.</summary>
    Stopping,

    Ended,
}
