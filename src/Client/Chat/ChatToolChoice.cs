namespace Cocoon.Client;

/// <summary>Whether and which tool has to be called.</summary>
public sealed record ChatToolChoice
{
    private ChatToolChoice(string mode, string? tool = null) => (Mode, Tool) = (mode, tool);

    /// <summary>The model decides.</summary>
    public static ChatToolChoice Auto { get; } = new("auto");

    /// <summary>No tool.</summary>
    public static ChatToolChoice None { get; } = new("none");

    /// <summary>At least one tool.</summary>
    public static ChatToolChoice Required { get; } = new("required");

    internal string Mode { get; }

    internal string? Tool { get; }

    /// <summary>This tool.</summary>
    public static ChatToolChoice Of(string tool) => new("function", tool);
}
