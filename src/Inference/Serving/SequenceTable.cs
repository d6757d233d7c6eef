using System.Runtime.InteropServices;
using Cocoon.Inference.Running;

namespace Cocoon.Inference.Serving;

/// <summary>
/// Who has a slot and who waits for one. Older requests come first; a request that has half of the slots gets more only
/// while no other waits, so that many choices or texts do not keep everyone else out. Used by the engine's thread only.
/// </summary>
/// <param name="runner">Holds the sequences that have a slot.</param>
/// <param name="slots">Sequences open at once.</param>
internal sealed class SequenceTable(IModelRunner runner, int slots)
{
    private readonly List<EngineSequence> _waiting = [];
    private readonly List<EngineSequence> _open = [];
    private readonly int _share = Math.Max(1, slots / 2);
    private bool _isFull;

    /// <summary>Sequences with a slot, oldest first.</summary>
    public ReadOnlySpan<EngineSequence> Open => CollectionsMarshal.AsSpan(_open);

    public void Enter(EngineJob job)
    {
        foreach (var sequence in job.Begin()) Insert(_waiting, sequence);
        _isFull = false;
    }

    /// <summary>Takes out all that nobody waits for any more.</summary>
    public void Sweep()
    {
        for (var i = _open.Count - 1; i >= 0; i--)
            if (IsDone(_open[i])) Close(_open[i]);
        _waiting.RemoveAll(static sequence => IsDone(sequence));
    }

    /// <summary>Gives free slots to those who wait, as far as what they have to read fits; a reader who pauses keeps no memory from them.</summary>
    public void Admit()
    {
        // Whoever has paused since it was found full gives way now: nobody else may ever leave.
        if (_isFull && Paused(static _ => false) is not null) _isFull = false;
        while (!_isFull && _waiting.Count > 0 && _open.Count < slots && Next() is { } sequence)
        {
            if (TryOpen(sequence)) _waiting.Remove(sequence);
            else if (Paused(static _ => false) is { } paused) PutBack(paused);
            else if (_open.Count > 0) _isFull = true;
            else Fail(sequence);
        }
    }

    /// <summary>Makes sure that so many tokens of a sequence fit, at the cost of paused ones first and then of the youngest.</summary>
    /// <param name="sequence">It has a slot.</param>
    /// <param name="tokens">How many.</param>
    /// <param name="isSpared">Tells of sequences that are in use already.</param>
    /// <returns>False when it was put back itself, or cannot go on.</returns>
    public bool Reserve(EngineSequence sequence, int tokens, Predicate<EngineSequence> isSpared)
    {
        while (!runner.TryReserve(sequence.Handle!.Value, tokens))
        {
            var victim = Victim(isSpared) ?? sequence;
            if (_open.Count == 1)
            {
                Fail(sequence);
                return false;
            }
            PutBack(victim);
            if (victim == sequence) return false;
        }
        return true;
    }

    /// <summary>Begins a copy of a sequence that has read its prompt. False when there is no slot for it: then it waits like any other.</summary>
    public bool TryCopy(EngineSequence original, EngineSequence copy)
    {
        var mayOpen = _open.Count < slots && (copy.Job.Open < _share || !_waiting.Exists(other => other.Job != copy.Job));
        if (!mayOpen)
        {
            Insert(_waiting, copy);
            return false;
        }
        MarkOpen(copy, runner.Fork(original.Handle!.Value), original.Read);
        return true;
    }

    /// <summary>Frees a sequence's slot.</summary>
    public void Close(EngineSequence sequence)
    {
        if (sequence.Handle is not { } handle) return;
        _open.Remove(sequence);
        sequence.Job.Open--;
        sequence.Closed();
        _isFull = false;
        runner.Close(handle);
    }

    /// <summary>Closes what is open and forgets all: what runs is not to be used any more.</summary>
    public void Clear()
    {
        _waiting.Clear();
        _open.Clear();
    }

    /// <summary>All requests in work.</summary>
    public IEnumerable<EngineJob> Jobs() => _open.Concat(_waiting).Select(sequence => sequence.Job).Distinct();

    private static bool IsDone(EngineSequence sequence) => sequence.Job.HasLeft || sequence.Job.IsOver;

    private static void Insert(List<EngineSequence> list, EngineSequence sequence)
    {
        var place = list.Count;
        while (place > 0 && sequence.IsBefore(list[place - 1])) place--;
        list.Insert(place, sequence);
    }

    private EngineSequence? Next() =>
        _waiting.Find(sequence => sequence.Job.IsWanted && sequence.Job.Open < _share) ?? _waiting.Find(static sequence => sequence.Job.IsWanted);

    private bool TryOpen(EngineSequence sequence)
    {
        var start = runner.Open(sequence.Opening, sequence.Job.Scope);
        // All of it at once: two prompts that fit by half each would be in each other's way.
        if (!runner.TryReserve(start.Sequence, sequence.Tokens.Length - start.Cached))
        {
            runner.Close(start.Sequence);
            return false;
        }
        MarkOpen(sequence, start.Sequence, start.Cached);
        sequence.Job.NoteCached(start.Cached);
        return true;
    }

    private void MarkOpen(EngineSequence sequence, int handle, int read)
    {
        sequence.Opened(handle, read);
        sequence.Job.Open++;
        Insert(_open, sequence);
    }

    private void PutBack(EngineSequence sequence)
    {
        Close(sequence);
        Insert(_waiting, sequence);
    }

    private EngineSequence? Victim(Predicate<EngineSequence> isSpared) => Paused(isSpared) ?? _open.FindLast(sequence => !isSpared(sequence));

    private EngineSequence? Paused(Predicate<EngineSequence> isSpared) => _open.FindLast(sequence => !sequence.Job.IsWanted && !isSpared(sequence));

    /// <summary>It has the runner for itself and still does not fit.</summary>
    private void Fail(EngineSequence sequence)
    {
        sequence.Job.Finish(new InferenceRequestException("The engine's memory does not hold this request. Shorten the prompt, or ask for fewer tokens.", null, "context_length_exceeded"));
        Close(sequence);
        _waiting.Remove(sequence);
    }
}
