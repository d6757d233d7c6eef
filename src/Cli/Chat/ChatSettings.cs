namespace Cocoon.Cli.Chat;

/// <summary>What a conversation begins with.</summary>
/// <param name="Model">Model id.</param>
/// <param name="System">Instructions to the model; null for none.</param>
/// <param name="MaxTokens">Most tokens of an answer; null for the gateway's default.</param>
/// <param name="Tier">Name of the least tier; null for the market's default.</param>
/// <param name="Temperature">0 to 2; null for the model's default.</param>
internal sealed record ChatSettings(string Model, string? System = null, int? MaxTokens = null, string? Tier = null, float? Temperature = null);
