namespace Cocoon.Inference.Upstream;

/// <summary>How servers differ, from their documentation.</summary>
/// <param name="Sampling">Names of its sampling fields.</param>
/// <param name="HasTokenIds">Whether it may be asked for return_token_ids: it has it or overlooks it.</param>
/// <param name="MetricsPath">Where its Prometheus text is, from the server's root.</param>
internal sealed record Dialect(UpstreamSamplingNames Sampling, bool HasTokenIds = true, string MetricsPath = "metrics")
{
    private static readonly Dialect Plain = new(UpstreamSamplingNames.None);
    private static readonly Dialect VLlm = new(new UpstreamSamplingNames("top_k", "min_p", "repetition_penalty"));
    private static readonly Dialect LlamaServer = new(new UpstreamSamplingNames("top_k", "min_p", "repeat_penalty", AllTokens: 0));
    private static readonly Dialect TensorRtLlm = new(new UpstreamSamplingNames("top_k", "min_p", "repetition_penalty", AllTokens: 0), HasTokenIds: false, "prometheus/metrics");

    public static Dialect Of(UpstreamServer server) => server switch
    {
        UpstreamServer.VLlm or UpstreamServer.SgLang => VLlm,
        UpstreamServer.LlamaServer => LlamaServer,
        UpstreamServer.TensorRtLlm => TensorRtLlm,
        _ => Plain,
    };

    /// <summary>By owned_by of its list of models.</summary>
    public static UpstreamServer ServerOf(string? owner) => owner switch
    {
        "vllm" => UpstreamServer.VLlm,
        "sglang" => UpstreamServer.SgLang,
        "llamacpp" => UpstreamServer.LlamaServer,
        "library" => UpstreamServer.Ollama,
        "tensorrt_llm" => UpstreamServer.TensorRtLlm,
        _ => UpstreamServer.Auto,
    };
}
