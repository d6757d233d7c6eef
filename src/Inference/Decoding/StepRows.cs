using Cocoon.Inference.Tensors;

namespace Cocoon.Inference.Decoding;

/// <summary>The rows of a step, and which of them are wanted at its end. Filled anew each step without allocating.</summary>
/// <param name="maxRows">Most rows.</param>
/// <param name="maxSequences">Most sequences.</param>
internal sealed class StepRows(int maxRows, int maxSequences)
{
    private readonly int[] _positions = new int[maxRows];
    private readonly int[] _slots = new int[maxRows];
    private readonly SequenceRows[] _sequences = new SequenceRows[maxSequences];
    private readonly int[] _wanted = new int[maxRows];
    private readonly int[] _wantedPositions = new int[maxRows];
    private readonly SequenceRows[] _wantedSequences = new SequenceRows[maxSequences];
    private int _sequenceCount;
    private int _wantedSequenceCount;

    public int Count { get; private set; }

    public ReadOnlySpan<int> Positions => _positions.AsSpan(0, Count);

    /// <summary>Where each row's keys and values go.</summary>
    public ReadOnlySpan<int> Slots => _slots.AsSpan(0, Count);

    public ReadOnlySpan<SequenceRows> Sequences => _sequences.AsSpan(0, _sequenceCount);

    public int WantedCount { get; private set; }

    /// <summary>Numbers of the rows that are wanted.</summary>
    public ReadOnlySpan<int> Wanted => _wanted.AsSpan(0, WantedCount);

    public ReadOnlySpan<int> WantedPositions => _wantedPositions.AsSpan(0, WantedCount);

    /// <summary>The wanted rows by sequence, counted among themselves.</summary>
    public ReadOnlySpan<SequenceRows> WantedSequences => _wantedSequences.AsSpan(0, _wantedSequenceCount);

    public void Clear() => Count = WantedCount = _sequenceCount = _wantedSequenceCount = 0;

    /// <summary>Adds the next rows of a sequence, in whose table there is room for them; its last <paramref name="wanted"/> ones are wanted.</summary>
    public void Add(PagedSequence sequence, int rows, int wanted)
    {
        _sequences[_sequenceCount++] = new SequenceRows(Count, rows, sequence.Length, sequence.Table);
        if (wanted > 0) _wantedSequences[_wantedSequenceCount++] = new SequenceRows(WantedCount, wanted, sequence.Length + rows - wanted, sequence.Table);
        for (var row = 0; row < rows; row++, Count++)
        {
            var position = sequence.Length + row;
            (_positions[Count], _slots[Count]) = (position, sequence.SlotOf(position));
            if (row < rows - wanted) continue;
            (_wanted[WantedCount], _wantedPositions[WantedCount]) = (Count, position);
            WantedCount++;
        }
    }
}
