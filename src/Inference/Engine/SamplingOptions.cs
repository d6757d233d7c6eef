namespace Cocoon.Inference;

/// <summary>How the next token is chosen from the model's distribution. The defaults are OpenAI's.</summary>
public sealed record SamplingOptions
{
    /// <summary>0 takes the likeliest token always; up to 2. Default: 1.</summary>
    public float Temperature { get; init; } = 1;

    /// <summary>Only the likeliest tokens that together have this probability. Default: 1, all of them.</summary>
    public float TopP { get; init; } = 1;

    /// <summary>Only so many of the likeliest tokens; 0, the default, for all.</summary>
    public int TopK { get; init; }

    /// <summary>Only tokens at least this times as likely as the likeliest, 0 to 1. Default: 0, all of them.</summary>
    public float MinP { get; init; }

    /// <summary>Divides positive and multiplies negative logits of tokens used before, prompt included; above 0. Default: 1, none.</summary>
    public float RepetitionPenalty { get; init; } = 1;

    /// <summary>Same seed, same request: same tokens. Null takes a random one.</summary>
    public long? Seed { get; init; }

    /// <summary>Subtracted for each earlier use of a token, -2 to 2. Default: 0.</summary>
    public float FrequencyPenalty { get; init; }

    /// <summary>Subtracted once for any token used before, -2 to 2. Default: 0.</summary>
    public float PresencePenalty { get; init; }

    /// <summary>Added to a token's logit, -100 to 100.</summary>
    public IReadOnlyDictionary<int, float> LogitBias { get; init; } = new Dictionary<int, float>();
}
