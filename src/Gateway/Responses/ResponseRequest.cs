using System.Text.Json;

namespace Cocoon.Gateway.Responses;

/// <summary>The body of <c>POST /v1/responses</c>.</summary>
internal sealed record ResponseRequest
{
    /// <summary>All of it, as it came; for echoes and for what is passed on.</summary>
    public required JsonElement Root { get; init; }

    /// <summary>What the caller says now.</summary>
    public required IReadOnlyList<ConversationItem> Input { get; init; }

    /// <summary>A system message for this response alone.</summary>
    public string? Instructions { get; init; }

    /// <summary>The response that this one goes on from.</summary>
    public string? PreviousId { get; init; }

    public bool Stream { get; init; }

    /// <summary>Whether the response can be asked for later.</summary>
    public bool Store { get; init; } = true;

    /// <summary>Whether it is made while the caller does something else.</summary>
    public bool Background { get; init; }

    /// <summary>Whether its texts carry log probabilities.</summary>
    public bool LogProbs { get; init; }
}
