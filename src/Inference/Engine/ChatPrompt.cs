using Cocoon.Inference.Tools;

namespace Cocoon.Inference;

/// <summary>A conversation to continue.</summary>
public sealed record ChatPrompt(IReadOnlyList<ChatMessage> Messages)
{
    /// <summary>Tools the model is told of. Default: none.</summary>
    public IReadOnlyList<ToolDefinition> Tools { get; init; } = [];
}
