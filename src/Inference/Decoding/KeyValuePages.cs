using Cocoon.Inference.Running;
using Cocoon.Inference.Tensors;

namespace Cocoon.Inference.Decoding;

/// <summary>
/// Which sequence has its keys and values in which blocks. Full blocks are shared: by forks, and by later prompts that begin
/// with the same tokens in the same scope. A block that is not full is written by one sequence only: a fork that reads on
/// gets a copy of it first. Blocks that no open sequence holds stay findable until their memory is wanted, longest unused
/// first. Not thread-safe.
/// </summary>
internal sealed class KeyValuePages
{
    private const int BlockSize = IKeyValueStore.BlockSize;

    private readonly BlockPool _pool;
    private readonly PrefixIndex _prefixes;
    private readonly PagedSequence[] _sequences;
    private readonly int _blocks;
    private readonly int _contextLength;

    /// <param name="blocks">Blocks there are.</param>
    /// <param name="maxSequences">Most sequences open at once.</param>
    /// <param name="contextLength">Most tokens of a sequence.</param>
    public KeyValuePages(int blocks, int maxSequences, int contextLength)
    {
        (_blocks, _contextLength) = (blocks, contextLength);
        _pool = new BlockPool(blocks);
        _prefixes = new PrefixIndex(blocks);
        _sequences = [.. Enumerable.Range(0, maxSequences).Select(_ => new PagedSequence(Math.Min(blocks, BlocksOf(contextLength))))];
    }

    /// <summary>Tokens that fit.</summary>
    public int Capacity => _blocks * BlockSize;

    /// <summary>Tokens that the blocks of open sequences have room for; shared blocks count once.</summary>
    public int Used => _pool.Held * BlockSize;

    /// <summary>An open sequence.</summary>
    public PagedSequence this[int sequence] =>
        (uint)sequence < (uint)_sequences.Length && _sequences[sequence].IsOpen
            ? _sequences[sequence]
            : throw new ArgumentException("No such sequence is open.", nameof(sequence));

    public SequenceStart Open(ReadOnlySpan<int> prompt, ulong scope)
    {
        if (prompt.IsEmpty) throw new ArgumentException("A prompt has one token or more.", nameof(prompt));
        if (prompt.Length > _contextLength) throw new ArgumentException($"A prompt has at most {_contextLength} tokens.", nameof(prompt));
        var number = TakePlace(scope);
        var sequence = _sequences[number];
        // The last token is never taken from here: its logits are wanted.
        for (var rest = prompt; rest.Length > BlockSize; rest = rest[BlockSize..])
        {
            if (!_prefixes.TryFind(scope, sequence.LastFull, rest[..BlockSize], out var block)) break;
            _pool.Hold(block);
            sequence.Add(block);
            sequence.LastFull = _prefixes.NumberOf(block);
            sequence.Length += BlockSize;
        }
        return new SequenceStart(number, sequence.Length);
    }

    /// <summary>Makes room for so many more tokens.</summary>
    /// <param name="number">An open sequence.</param>
    /// <param name="tokens">How many.</param>
    /// <param name="copy">What to copy before the sequence reads on, if anything.</param>
    /// <returns>False when there is not enough memory; then nothing changed.</returns>
    public bool TryReserve(int number, int tokens, out BlockCopy? copy)
    {
        copy = null;
        var sequence = this[number];
        ArgumentOutOfRangeException.ThrowIfNegative(tokens);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(tokens, _contextLength - sequence.Length);
        var last = sequence.Length / BlockSize;
        var copies = tokens > 0 && sequence.Length % BlockSize > 0 && _pool.IsShared(sequence[last]);
        var missing = Math.Max(0, BlocksOf(sequence.Length + tokens) - sequence.Count);
        if (missing + (copies ? 1 : 0) > _pool.Free) return false;

        while (missing-- > 0) sequence.Add(Take());
        if (copies)
        {
            copy = new BlockCopy(sequence[last], Take());
            _prefixes.TokensOf(copy.Value.From).CopyTo(_prefixes.TokensOf(copy.Value.To));
            _pool.Release(copy.Value.From, keep: false);
            sequence[last] = copy.Value.To;
        }
        return true;
    }

    /// <summary>Tells that a sequence read these tokens into the memory reserved for them; blocks that are full now can be found.</summary>
    public void Advance(int number, ReadOnlySpan<int> tokens)
    {
        var sequence = this[number];
        foreach (var token in tokens)
        {
            var block = sequence[sequence.Length / BlockSize];
            _prefixes.TokensOf(block)[sequence.Length % BlockSize] = token;
            if (++sequence.Length % BlockSize == 0) sequence.LastFull = _prefixes.Add(sequence.Scope, sequence.LastFull, block);
        }
    }

    /// <summary>A second sequence that holds all blocks with tokens of the first.</summary>
    public int Fork(int number)
    {
        var source = this[number];
        var fork = TakePlace(source.Scope);
        var copy = _sequences[fork];
        (copy.Length, copy.LastFull) = (source.Length, source.LastFull);
        for (var i = 0; i < BlocksOf(source.Length); i++)
        {
            _pool.Hold(source[i]);
            copy.Add(source[i]);
        }
        return fork;
    }

    public void Close(int number)
    {
        var sequence = this[number];
        // From the end, so that the beginning, which more prompts share, is given away last.
        while (sequence.Count > 0)
        {
            var block = sequence.RemoveLast();
            _pool.Release(block, _prefixes.Contains(block));
        }
        sequence.IsOpen = false;
    }

    private static int BlocksOf(int tokens) => (tokens + BlockSize - 1) / BlockSize;

    private int Take()
    {
        var block = _pool.Take();
        if (_prefixes.Contains(block)) _prefixes.Remove(block);
        return block;
    }

    private int TakePlace(ulong scope)
    {
        var number = Array.FindIndex(_sequences, sequence => !sequence.IsOpen);
        if (number < 0) throw new InvalidOperationException($"All {_sequences.Length} sequences are open; close one first.");
        var sequence = _sequences[number];
        (sequence.IsOpen, sequence.Scope, sequence.Length, sequence.LastFull) = (true, scope, 0, 0);
        return number;
    }
}
