namespace Cocoon.Inference.Formats.Grammars;

/// <summary>Which tokens may come next: none, until they are allowed.</summary>
internal sealed class TokenMask
{
    private readonly ulong[] _bits;

    /// <param name="size">Tokens of the vocabulary.</param>
    public TokenMask(int size) => _bits = new ulong[(size + 63) / 64];

    public bool IsEmpty => !_bits.AsSpan().ContainsAnyExcept(0UL);

    public void Allow(int token) => _bits[token >> 6] |= 1UL << token;

    public void Forbid(int token) => _bits[token >> 6] &= ~(1UL << token);

    /// <summary>Models may have more logits than the vocabulary has tokens; those are never allowed.</summary>
    public bool Allows(int token) => (uint)token >> 6 < (uint)_bits.Length && (_bits[token >> 6] >> token & 1) != 0;

    /// <summary>Makes forbidden tokens impossible.</summary>
    public void Apply(Span<float> logits)
    {
        for (var token = 0; token < logits.Length; token++)
            if (!Allows(token)) logits[token] = float.NegativeInfinity;
    }
}
