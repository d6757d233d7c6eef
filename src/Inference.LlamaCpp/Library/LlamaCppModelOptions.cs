namespace Cocoon.Inference.LlamaCpp.Library;

/// <summary>How much of the machine a model may use.</summary>
public sealed record LlamaCppModelOptions
{
    /// <summary>Compute threads. Default: the processors this process may use (.NET honours the cgroup quota); more are never used, as its threads spin.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Tokens whose keys and values fit, of all sequences together; rounded up to 256. Default: 4096.</summary>
    public int Capacity { get; init; } = 4096;

    /// <summary>Most tokens of one step. Default: 512.</summary>
    public int MaxRows { get; init; } = 512;

    /// <summary>Most sequences; 256 is the library's limit. Default: 16.</summary>
    public int MaxSequences { get; init; } = 16;

    /// <summary>How keys and values are kept. Default: <see cref="KeyValueType.Half"/>.</summary>
    public KeyValueType KeyValues { get; init; } = KeyValueType.Half;
}
