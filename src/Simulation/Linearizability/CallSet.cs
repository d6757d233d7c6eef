namespace Cocoon.Simulation.Linearizability;

/// <summary>A growing and shrinking set of call numbers, of which copies can be remembered.</summary>
internal sealed class CallSet : IEquatable<CallSet>
{
    private readonly ulong[] _words;

    public CallSet(int size) => _words = new ulong[(size + 63) / 64];

    private CallSet(ulong[] words) => _words = words;

    public void Flip(int number) => _words[number / 64] ^= 1UL << (number % 64);

    public CallSet Copy() => new([.. _words]);

    public bool Equals(CallSet? other) => other is not null && _words.AsSpan().SequenceEqual(other._words);

    public override bool Equals(object? obj) => Equals(obj as CallSet);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var word in _words) hash.Add(word);
        return hash.ToHashCode();
    }
}
