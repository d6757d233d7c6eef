namespace Cocoon.Client;

/// <summary>A conversation to continue.</summary>
/// <param name="Model">Model id.</param>
/// <param name="Turns">The conversation, oldest first.</param>
public sealed record ChatRequest(string Model, IReadOnlyList<ChatTurn> Turns)
{
    /// <summary>Most tokens to generate; null for the gateway's default.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>0 to 2; null for the model's default.</summary>
    public float? Temperature { get; init; }

    /// <summary>Same seed, same request: same answer.</summary>
    public long? Seed { get; init; }

    /// <summary>Name of the least tier, such as "cpu-tee"; null for the market's default.</summary>
    public string? Tier { get; init; }
}
