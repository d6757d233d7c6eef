using System.Diagnostics.CodeAnalysis;

namespace Orleans;

/// <summary>Why an activation ends, for code. The values are those of Orleans; this runtime never uses the cluster ones.</summary>
[SuppressMessage("Design", "CA1028", Justification = "The underlying type is part of Orleans' API.")]
public enum DeactivationReasonCode : byte
{
    None = 0,
    ShuttingDown = 1,
    ActivationFailed = 2,
    DirectoryFailure = 3,
    ActivationIdle = 4,
    ActivationUnresponsive = 5,
    DuplicateActivation = 6,
    IncompatibleRequest = 7,
    ApplicationError = 8,
    ApplicationRequested = 9,
    Migrating = 10,
    RuntimeRequested = 11,
    HighMemoryPressure = 12,
}
