namespace Cocoon.Inference.Upstream;

/// <summary>
/// What a server calls the sampling fields that OpenAI does not have; null for one that it lacks, and a request that needs it is
/// then refused. Those that it has are always sent, since servers take what is left out from the model's generation_config.json
/// or from defaults of their own, and answers would not follow the request.
/// </summary>
/// <param name="TopK">Name of the field for <see cref="SamplingOptions.TopK"/>.</param>
/// <param name="MinP">Name of the field for <see cref="SamplingOptions.MinP"/>.</param>
/// <param name="RepetitionPenalty">Name of the field for <see cref="SamplingOptions.RepetitionPenalty"/>.</param>
/// <param name="AllTokens">Its value of top_k for all tokens.</param>
public sealed record UpstreamSamplingNames(string? TopK, string? MinP, string? RepetitionPenalty, int AllTokens = -1)
{
    /// <summary>OpenAI's fields only.</summary>
    public static UpstreamSamplingNames None { get; } = new(null, null, null);
}
