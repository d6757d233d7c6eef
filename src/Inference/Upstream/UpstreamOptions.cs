using Cocoon.Inference.Chat;

namespace Cocoon.Inference.Upstream;

/// <summary>An OpenAI-compatible server that generates: vLLM, SGLang, llama-server and the like.</summary>
public sealed record UpstreamOptions
{
    /// <summary>Its base address, http or https, such as http://127.0.0.1:8000/v1. Required.</summary>
    public required Uri Endpoint { get; init; }

    /// <summary>The model's id, here and there. Required.</summary>
    public required string Model { get; init; }

    /// <summary>Hash of the model that the server runs (docs/models.md), 64 hex digits: what the registry lists. Nothing here can check it. Required.</summary>
    public required string WeightHash { get; init; }

    /// <summary>Most tokens of prompt and completion together. Required.</summary>
    public required int ContextLength { get; init; }

    /// <summary>Precision of the weights, for people. Default: "unknown".</summary>
    public string Quantization { get; init; } = "unknown";

    /// <summary>Sent as a bearer token; null for none. Nothing else of any caller's headers is ever sent.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Generations at once; more wait. Default: 64.</summary>
    public int Slots { get; init; } = 64;

    /// <summary>Generations that may wait; more are refused. Default: 64.</summary>
    public int MaxWaiting { get; init; } = 64;

    /// <summary>Counts prompts exactly, and answers of servers that tell no usage; null for a bound by length and a count by chunks.</summary>
    public ChatTokenizer? Tokenizer { get; init; }

    /// <summary>Whether loopback and private addresses may be connected to. Link-local ones never: clouds keep machine credentials there. Default: false.</summary>
    public bool AllowPrivateAddresses { get; init; }

    /// <summary>
    /// Whether the server is asked for its running counts (stream_options.continuous_usage_stats, return_token_ids), so that
    /// a hang-up is charged exactly. vLLM and SGLang have them and others overlook them; set false for a server that refuses unknown fields.
    /// Default: true.
    /// </summary>
    public bool AskRunningCounts { get; init; } = true;

    /// <summary>Which program it is, as far as its fields have other names. Default: told by its list of models.</summary>
    public UpstreamServer Server { get; init; }

    /// <summary>Names of its sampling fields that OpenAI does not have; null, the default, for those of <see cref="Server"/>.</summary>
    public UpstreamSamplingNames? SamplingNames { get; init; }

    /// <summary>Whether the model turns texts into vectors by /embeddings. Default: false.</summary>
    public bool HasEmbeddings { get; init; }

    /// <summary>Whether the model continues chats and texts; false for one that makes vectors only. Default: true.</summary>
    public bool HasGenerations { get; init; } = true;

    /// <summary>Where its Prometheus text is, from its root (the endpoint without "/v1"); null, the default, for what <see cref="Server"/> has, which mostly is "metrics".</summary>
    public string? MetricsPath { get; init; }

    /// <summary>Time between two looks at its metrics, at least 1 s; <see cref="Timeout.InfiniteTimeSpan"/> for none. Default: 1 s.</summary>
    public TimeSpan MetricsPeriod { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Time between two probes, each a real request for one token; answers that arrive take their place. <see cref="Timeout.InfiniteTimeSpan"/> for none. Default: 30 s.</summary>
    public TimeSpan ProbePeriod { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest time of a probe. Default: 20 s.</summary>
    public TimeSpan ProbeTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Probes that fail in a row until the server counts as unhealthy; one that succeeds makes it healthy again. Default: 3.</summary>
    public int ProbeFailures { get; init; } = 3;

    /// <summary>Longest time for a connection. Default: 5 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest time from the request to the first token of its answer, all attempts together. Default: 2 minutes.</summary>
    public TimeSpan FirstTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Longest time from one chunk of an answer to the next, after the first token; comments that keep a connection open do not count. Default: 30 s.</summary>
    public TimeSpan NextTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest time of a whole answer, its reader's pauses included. Default: 1 hour.</summary>
    public TimeSpan TotalTimeout { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Times that a request is sent, at most; again only while no byte of an answer has come. Default: 3.</summary>
    public int Attempts { get; init; } = 3;
}
