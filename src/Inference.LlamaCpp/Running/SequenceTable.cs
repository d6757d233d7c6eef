using Cocoon.Inference.LlamaCpp.Child;
using Cocoon.Inference.Running;

namespace Cocoon.Inference.LlamaCpp.Running;

/// <summary>
/// The sequences of a model in llama.cpp: which are open, which are kept for later prompts, and whose cells are whose. Changes
/// that llama.cpp has to follow are collected and sent with the next step. Not thread-safe.
/// </summary>
/// <param name="maxOpen">Sequences open at once.</param>
/// <param name="maxKept">Closed ones kept.</param>
/// <param name="capacity">Cells.</param>
/// <param name="contextLength">Most tokens of a sequence.</param>
internal sealed class SequenceTable(int maxOpen, int maxKept, int capacity, int contextLength)
{
    private readonly CellTable _cells = new(capacity);
    private readonly CellSequence?[] _sequences = new CellSequence?[maxOpen + maxKept];
    private int _open;
    private int _kept;
    private int _reserved;
    private long _closings;

    public int Used => _cells.Used;

    /// <summary>What llama.cpp has to do before the next step.</summary>
    public List<SequenceChange> Changes { get; } = [];

    public CellSequence this[int id] =>
        id >= 0 && id < _sequences.Length && _sequences[id] is { IsOpen: true } sequence ? sequence : throw new ArgumentException($"There is no open sequence {id}.", nameof(id));

    public SequenceStart Open(ReadOnlySpan<int> prompt, ulong scope)
    {
        ArgumentOutOfRangeException.ThrowIfZero(prompt.Length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(prompt.Length, contextLength);
        RequireRoom();
        var (best, common) = FindBeginning(prompt, scope);
        if (best is { IsOpen: false } && (common == best.Tokens.Count || IsLastKept(best))) return new SequenceStart(Reopen(best, common).Id, common);
        var sequence = Add(scope, avoid: best);
        if (common > 0) Share(best!, sequence, common);
        return new SequenceStart(sequence.Id, common);
    }

    public int Fork(int id)
    {
        var source = this[id];
        RequireRoom();
        var sequence = Add(source.Scope, avoid: null);
        if (source.Tokens.Count > 0) Share(source, sequence, source.Tokens.Count);
        return sequence.Id;
    }

    public void Close(int id)
    {
        var sequence = this[id];
        _reserved -= sequence.Reserved;
        sequence.Reserved = 0;
        sequence.IsOpen = false;
        sequence.ClosedAt = ++_closings;
        foreach (var cell in sequence.Cells) _cells.Closed(cell);
        _open--;
        _kept++;
        if (sequence.Tokens.Count == 0) Forget(sequence);
        else if (_kept > maxKept) Forget(Oldest(except: null)!);
    }

    /// <summary>Promises cells for a sequence's next tokens; kept sequences give theirs up for it, the oldest first.</summary>
    public bool TryReserve(int id, int tokens)
    {
        var sequence = this[id];
        var more = tokens - sequence.Reserved;
        if (more <= 0) return true;
        if (sequence.Tokens.Count + tokens > contextLength || capacity - _cells.Used - _reserved < more) return false;
        while (_cells.Free - _reserved < more) Forget(Oldest(except: null)!);
        sequence.Reserved += more;
        _reserved += more;
        return true;
    }

    /// <summary>Notes that a step has read tokens, which were reserved.</summary>
    public void Append(CellSequence sequence, ReadOnlySpan<int> tokens)
    {
        foreach (var token in tokens)
        {
            sequence.Tokens.Add(token);
            sequence.Cells.Add(_cells.Take());
        }
        sequence.Reserved -= tokens.Length;
        _reserved -= tokens.Length;
    }

    /// <summary>
    /// What has to be read again where llama.cpp has lost everything: each open sequence with the number of tokens that it
    /// shares with one before it, so that it takes no more cells than before. Kept sequences are given up.
    /// </summary>
    public IEnumerable<(CellSequence Sequence, SequenceChange? Shared)> Restore()
    {
        ForgetKept();
        Changes.Clear();
        var restored = new List<CellSequence>();
        foreach (var sequence in _sequences.OfType<CellSequence>().Where(sequence => sequence.Tokens.Count > 0))
        {
            var (source, count) = restored.Select(other => (other, Count: other.CellsSharedWith(sequence))).DefaultIfEmpty().MaxBy(pair => pair.Count);
            restored.Add(sequence);
            yield return (sequence, count > 0 ? SequenceChange.Share(source!.Id, sequence.Id, count) : null);
        }
    }

    /// <summary>Gives up all kept sequences.</summary>
    public void ForgetKept()
    {
        foreach (var kept in _sequences.Where(sequence => sequence is { IsOpen: false }).ToList()) Forget(kept!);
    }

    private void RequireRoom()
    {
        if (_open == maxOpen) throw new InvalidOperationException($"All {maxOpen} sequences of the runner are open.");
    }

    private (CellSequence? Sequence, int Common) FindBeginning(ReadOnlySpan<int> prompt, ulong scope)
    {
        var (best, most) = ((CellSequence?)null, 0);
        foreach (var sequence in _sequences)
        {
            if (sequence is null || sequence.Scope != scope) continue;
            var common = sequence.CommonWith(prompt);
            // At the same length a kept one, which may then be opened as it is.
            if (common > most || (common == most && common > 0 && best!.IsOpen && !sequence.IsOpen)) (best, most) = (sequence, common);
        }
        return (best, most);
    }

    /// <summary>Whether a new sequence would need the number of this one.</summary>
    private bool IsLastKept(CellSequence sequence) => _open + _kept == _sequences.Length && Oldest(except: sequence) is null;

    private CellSequence Reopen(CellSequence sequence, int count)
    {
        if (count < sequence.Tokens.Count)
        {
            Changes.Add(SequenceChange.Forget(sequence.Id, count));
            foreach (var cell in sequence.Cells.Skip(count)) _cells.Release(cell);
            sequence.Tokens.RemoveRange(count, sequence.Tokens.Count - count);
            sequence.Cells.RemoveRange(count, sequence.Cells.Count - count);
        }
        foreach (var cell in sequence.Cells) _cells.Opened(cell);
        sequence.IsOpen = true;
        _kept--;
        _open++;
        return sequence;
    }

    private CellSequence Add(ulong scope, CellSequence? avoid)
    {
        var id = Array.IndexOf(_sequences, null);
        if (id < 0)
        {
            var oldest = Oldest(except: avoid)!;
            id = oldest.Id;
            Forget(oldest);
        }
        _open++;
        return _sequences[id] = new CellSequence(id, scope);
    }

    private void Share(CellSequence source, CellSequence target, int count)
    {
        Changes.Add(SequenceChange.Share(source.Id, target.Id, count));
        target.Tokens.AddRange(source.Tokens.Take(count));
        target.Cells.AddRange(source.Cells.Take(count));
        foreach (var cell in target.Cells) _cells.Hold(cell);
    }

    private void Forget(CellSequence sequence)
    {
        if (sequence.Cells.Count > 0) Changes.Add(SequenceChange.Forget(sequence.Id, 0));
        foreach (var cell in sequence.Cells) _cells.Release(cell);
        _sequences[sequence.Id] = null;
        _kept--;
    }

    private CellSequence? Oldest(CellSequence? except) =>
        _sequences.Where(sequence => sequence is { IsOpen: false } && sequence != except).MinBy(sequence => sequence!.ClosedAt);
}
