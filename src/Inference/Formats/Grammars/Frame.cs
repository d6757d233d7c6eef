namespace Cocoon.Inference.Formats.Grammars;

/// <summary>A place inside a rule, and where to go on after it: one link of the automaton's stack. Each exists once.</summary>
internal sealed class Frame(int id, Rule rule, int progress, Frame? next)
{
    /// <summary>Gives sets of frames an order.</summary>
    public int Id { get; } = id;

    public Rule Rule { get; } = rule;

    /// <summary>Parts of a sequence, or turns of a repetition, that are done.</summary>
    public int Progress { get; } = progress;

    /// <summary>Null at the end of the text.</summary>
    public Frame? Next { get; } = next;
}
