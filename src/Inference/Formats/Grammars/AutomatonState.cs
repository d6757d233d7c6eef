namespace Cocoon.Inference.Formats.Grammars;

/// <summary>Everywhere a text read so far may stand in its grammar. Remembers what follows, once asked.</summary>
internal sealed class AutomatonState(Frame[] frames, bool canEnd)
{
    /// <summary>Places that wait for a symbol.</summary>
    public Frame[] Frames { get; } = frames;

    /// <summary>The sets of symbols they wait for; few, however many the places.</summary>
    public Rule[] Rules => field ??= [.. Frames.Select(frame => frame.Rule).Distinct()];

    /// <summary>Whether the text is whole.</summary>
    public bool CanEnd { get; } = canEnd;

    /// <summary>Whether nothing can follow.</summary>
    public bool IsFinal => Frames.Length == 0;

    /// <summary>States after each symbol, as far as they are known; <see cref="Automaton"/> fills it.</summary>
    public AutomatonState?[]? Followers { get; set; }

    /// <summary>Tokens that may come next, once computed.</summary>
    public TokenMask? Mask { get; set; }
}
