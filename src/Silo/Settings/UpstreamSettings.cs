using Cocoon.Inference.Upstream;

namespace Cocoon.Silo.Settings;

/// <summary>An OpenAI-compatible server that generates for this provider: vLLM, SGLang, llama-server.</summary>
public sealed class UpstreamSettings
{
    /// <summary>Its base address, such as http://127.0.0.1:8000/v1. It sees prompts in clear, so it belongs inside the attested machine. Required.</summary>
    public string? Endpoint { get; init; }

    /// <summary>File with its API key; null for none.</summary>
    public string? ApiKeyFile { get; init; }

    /// <summary>The model's id, there and in the registry. Required.</summary>
    public string? Model { get; init; }

    /// <summary>Hash of the model it runs (docs/models.md), 64 hex digits, as the registry lists it. Required.</summary>
    public string? WeightHash { get; init; }

    /// <summary>Most tokens of prompt and completion together, 1 to 100,000,000. Required.</summary>
    public int ContextLength { get; init; }

    /// <summary>Jobs at once there, 1 to 1,024. The provider's own Slots hold as well. Default: 64.</summary>
    public int Slots { get; init; } = 64;

    /// <summary>Folder with the model's tokenizer.json and tokenizer_config.json, for exact counts; null for bounds by length.</summary>
    public string? TokenizerFolder { get; init; }

    /// <summary>Whether its address may be on this machine or in a private network, as it mostly is. Default: false.</summary>
    public bool AllowPrivateAddresses { get; init; }

    /// <summary>Which program it is, as far as its fields have other names: Auto, OpenAi, VLlm, SgLang, LlamaServer, Ollama or TensorRtLlm. Default: Auto, told by its list of models.</summary>
    public UpstreamServer Server { get; init; }

    /// <summary>Whether the model turns texts into vectors by /embeddings. Default: false.</summary>
    public bool HasEmbeddings { get; init; }

    /// <summary>Whether the model continues chats and texts; false for one that makes vectors only. Default: true.</summary>
    public bool HasGenerations { get; init; } = true;

    /// <summary>Seconds between two probes, each a real request for one token; 0 for none. Default: 30.</summary>
    public int ProbeSeconds { get; init; } = 30;

    /// <summary>Probes that fail in a row until its offer is withdrawn, 1 to 100; one that succeeds brings it back. Default: 3.</summary>
    public int ProbeFailures { get; init; } = 3;

    /// <summary>Seconds between two looks at its metrics; 0 for none. Default: 1.</summary>
    public int MetricsSeconds { get; init; } = 1;

    /// <summary>Longest seconds from a request to its first token, 1 to 3,600. Default: 120.</summary>
    public int FirstSeconds { get; init; } = 120;

    /// <summary>Longest seconds of a whole answer, 1 to 86,400. Default: 3,600.</summary>
    public int TotalSeconds { get; init; } = 3_600;
}
