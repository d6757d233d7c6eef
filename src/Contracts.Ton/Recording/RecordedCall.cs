using System.Text.Json.Nodes;
using Cocoon.Ton.Client;

namespace Cocoon.Ton.Recording;

/// <summary>One call and how it ended.</summary>
/// <param name="Call">The method and its arguments as text.</param>
/// <param name="Answer">Its answer; null when it failed, or has none.</param>
/// <param name="Failure">Null for an answer.</param>
/// <param name="Error">Text of the failure.</param>
internal sealed record RecordedCall(string Call, JsonNode? Answer, TonFailure? Failure = null, string? Error = null);
