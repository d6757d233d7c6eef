namespace Cocoon.Silo.Settings;

/// <summary>A model that this machine serves, with limits of its own. Entries may come and go while the silo runs.</summary>
public sealed class ModelSettings
{
    /// <summary>The model's folder, its GGUF file, or its name in the provider's ModelStore. Required.</summary>
    public string? Path { get; init; }

    /// <summary>What runs it: "cpu"; "llama" for GGUF files in llama.cpp; "torch" where this build has TorchSharp. Default: "cpu".</summary>
    public string Engine { get; init; } = "cpu";

    /// <summary>Jobs at once, 1 to 1,024. Default: null, the provider's own Slots.</summary>
    public int? Slots { get; init; }

    /// <summary>Most tokens of prompt and completion together; 0 for as many as the model knows. Fewer cost less memory. Default: 0.</summary>
    public int MaxContext { get; init; }

    /// <summary>Memory to set aside for it, in bytes; 0 for twice the size of its weights. Default: 0.</summary>
    public long MemoryBytes { get; init; }

    /// <summary>Prices of this model. Default: null, the provider's own Prices.</summary>
    public PriceSettings? Prices { get; init; }

    /// <summary>Prices of jobs that are due in hours, which get idle slots; not above Prices. Default: null, it takes none.</summary>
    public PriceSettings? BatchPrices { get; init; }

    /// <summary>Below this the model is not sold, neither by auto-pricing nor in negotiations; not above Prices. Lower sells more, and cheaper. Default: null, the prices are the floor.</summary>
    public PriceSettings? Floor { get; init; }
}
