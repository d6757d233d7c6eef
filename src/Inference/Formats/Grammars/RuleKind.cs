namespace Cocoon.Inference.Formats.Grammars;

/// <summary>How a <see cref="Rule"/> is made of others.</summary>
internal enum RuleKind
{
    /// <summary>One symbol of a set.</summary>
    Symbol,

    /// <summary>Its parts, one after the other; nothing at all when there are none.</summary>
    Sequence,

    /// <summary>One of its parts.</summary>
    AnyOf,

    /// <summary>Its only part, a number of times.</summary>
    Repeat,

    /// <summary>Its only part, which may be defined later: so rules can contain themselves.</summary>
    Reference,
}
