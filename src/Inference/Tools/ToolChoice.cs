namespace Cocoon.Inference.Tools;

/// <summary>Whether the model calls tools.</summary>
/// <param name="Mode">Its freedom.</param>
/// <param name="Name">The one tool; set with <see cref="ToolChoiceMode.Named"/> only.</param>
public sealed record ToolChoice(ToolChoiceMode Mode, string? Name = null)
{
    public static readonly ToolChoice Auto = new(ToolChoiceMode.Auto);
}
