namespace Cocoon.Inference.Tools;

public enum ToolChoiceMode
{
    /// <summary>The model decides.</summary>
    Auto,

    /// <summary>It answers in text.</summary>
    None,

    /// <summary>It calls at least one tool.</summary>
    Required,

    /// <summary>It calls the named tool.</summary>
    Named,
}
