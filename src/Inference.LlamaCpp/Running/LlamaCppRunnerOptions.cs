using Cocoon.Inference.LlamaCpp.Library;

namespace Cocoon.Inference.LlamaCpp.Running;

/// <summary>How llama.cpp runs a model, and how long it may take.</summary>
public sealed record LlamaCppRunnerOptions
{
    /// <summary>Folder of llama.cpp's libraries. Default: null, the package installed by npm; see <see cref="LibraryFiles.Find"/>.</summary>
    public string? LibraryFolder { get; init; }

    /// <summary>Whether another release than the checked one may be used; its parameters are still held against the known layout. Default: false.</summary>
    public bool AllowUnknownVersion { get; init; }

    /// <summary>Compute threads; never more than the processors this process may use. Default: all of these.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Tokens whose keys and values fit, of all sequences together; memory for them is taken at once. Default: 16384.</summary>
    public int Capacity { get; init; } = 16384;

    /// <summary>Longest sequence in tokens; null for what the model was trained with. Default: null.</summary>
    public int? ContextLength { get; init; }

    /// <summary>Most tokens of one step, up to 4096. Default: 512.</summary>
    public int MaxRows { get; init; } = 512;

    /// <summary>Sequences open at once. Default: 8.</summary>
    public int MaxSequences { get; init; } = 8;

    /// <summary>Closed sequences kept for later prompts with the same beginning, while memory lasts. Default: 8.</summary>
    public int KeptSequences { get; init; } = 8;

    /// <summary>How keys and values are kept. Default: <see cref="KeyValueType.Half"/>.</summary>
    public KeyValueType KeyValues { get; init; } = KeyValueType.Half;

    /// <summary>After so long at one step the process counts as hung and is ended. Default: 60 s.</summary>
    public TimeSpan StepTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>After so long at loading the model the process counts as hung and is ended. Default: 10 min.</summary>
    public TimeSpan LoadTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Told when the process fails and when it is started again, from the engine's thread; quotes no text of people. Default: nobody.</summary>
    public Action<string>? Report { get; init; }

    internal LlamaCppModelOptions Model => new()
    {
        Threads = Math.Min(Threads, Environment.ProcessorCount), Capacity = Capacity, MaxRows = MaxRows, MaxSequences = MaxSequences + KeptSequences, KeyValues = KeyValues,
    };

    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Threads, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Capacity, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(ContextLength ?? 1, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxRows, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxRows, 4096);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxSequences, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(KeptSequences);
        // llama.cpp's limit.
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxSequences + KeptSequences, 256);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(StepTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(LoadTimeout, TimeSpan.Zero);
    }
}
