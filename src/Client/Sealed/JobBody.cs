using Cocoon.Core.Crypto;

namespace Cocoon.Client.Sealed;

/// <summary>What the market is told of a request: nothing of the prompt but a bound of its tokens.</summary>
internal sealed record JobBody(string Model, int MaxPromptTokens, int? MaxTokens, string? Tier, HexBytes? Challenge);
