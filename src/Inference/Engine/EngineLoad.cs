namespace Cocoon.Inference;

/// <summary>Generations running and waiting for a slot.</summary>
public readonly record struct EngineLoad(int Running, int Waiting)
{
    /// <summary>Share of the memory for keys and values that running generations hold, 0 to 1; 0 where it is not known.</summary>
    public double MemoryUsed { get; init; }

    /// <summary>
    /// The engine has been at one step for longer than any step may take. Requests are refused with
    /// <see cref="InferenceEngineException"/> until the step ends, if it ever does: withdraw what it offers.
    /// </summary>
    public bool IsHung { get; init; }

    /// <summary>What computes has failed for good: every request is refused with <see cref="InferenceEngineException"/>. Only a new engine helps.</summary>
    public bool IsFaulted { get; init; }
}
