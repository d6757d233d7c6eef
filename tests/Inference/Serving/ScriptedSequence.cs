namespace Cocoon.Inference.Tests.Serving;

/// <summary>A sequence of a <see cref="ScriptedRunner"/>: its tokens, and memory of which earlier parts are shared with others.</summary>
internal sealed class ScriptedSequence
{
    private readonly List<Memorized> _shared;
    private int _sharedTokens;

    public ScriptedSequence(ulong scope, ReadOnlySpan<int> cached)
        : this(scope, [], [])
    {
        foreach (var token in cached) Add(token);
        Part.Size = cached.Length;
    }

    private ScriptedSequence(ulong scope, List<int> tokens, List<Memorized> shared) => (Scope, Tokens, _shared) = (scope, tokens, shared);

    public ulong Scope { get; }

    public List<int> Tokens { get; }

    /// <summary>Follows from all tokens.</summary>
    public uint Hash { get; private set; } = 2_166_136_261;

    /// <summary>What is its own.</summary>
    public Memorized Part { get; private set; } = new();

    /// <summary>Tokens reserved and not read yet.</summary>
    public int Room => _sharedTokens + Part.Size - Tokens.Count;

    public IEnumerable<Memorized> Memory() => _shared.Append(Part);

    public void Add(int token)
    {
        Tokens.Add(token);
        Hash = (Hash ^ (uint)token) * 16_777_619;
    }

    public ScriptedSequence Fork()
    {
        Part.Size = Tokens.Count - _sharedTokens;
        _shared.Add(Part);
        Part = new Memorized();
        _sharedTokens = Tokens.Count;
        return new ScriptedSequence(Scope, [.. Tokens], [.. _shared]) { _sharedTokens = _sharedTokens, Hash = Hash };
    }

    /// <summary>Tokens held in memory; compared by identity.</summary>
    internal sealed class Memorized
    {
        public int Size { get; set; }
    }
}
