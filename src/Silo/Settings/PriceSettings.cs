namespace Cocoon.Silo.Settings;

/// <summary>Prices in TON per million tokens, with at most nine decimals; 0 gives away.</summary>
public sealed class PriceSettings
{
    /// <summary>Tokens of the prompt. Required.</summary>
    public decimal? Prompt { get; init; }

    /// <summary>Tokens of the prompt that the engine had in its cache. Default: null, the price of <see cref="Prompt"/>.</summary>
    public decimal? CachedPrompt { get; init; }

    /// <summary>Tokens of the answer. Required.</summary>
    public decimal? Completion { get; init; }

    /// <summary>Tokens of the answer that are thoughts. Default: null, the price of <see cref="Completion"/>.</summary>
    public decimal? Reasoning { get; init; }
}
