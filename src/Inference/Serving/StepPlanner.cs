using Cocoon.Inference.Running;

namespace Cocoon.Inference.Serving;

/// <summary>
/// Decides what each step reads: the next token of every sequence that writes, then parts of prompts, of all in turn, so
/// that neither many prompts nor a long one makes others stand still. Used by the engine's thread only.
/// </summary>
internal sealed class StepPlanner
{
    /// <summary>Prompt tokens that a step reads at least, however many write.</summary>
    private const int LeastPromptRows = 16;

    private readonly SequenceTable _table;
    private readonly int _promptRows;
    private readonly List<EngineSequence> _candidates = [];
    private readonly List<EngineSequence> _batch = [];
    private readonly Predicate<EngineSequence> _isInBatch;
    private int _turn;

    public StepPlanner(SequenceTable table, int maxRows, int promptRows)
    {
        (_table, _promptRows) = (table, promptRows);
        _isInBatch = _batch.Contains;
        Step = new RunnerStep(maxRows);
    }

    public RunnerStep Step { get; }

    /// <summary>Whose tokens the step has, slice by slice.</summary>
    public IReadOnlyList<EngineSequence> Batch => _batch;

    /// <summary>Plans the next step; false when there is nothing to do.</summary>
    public bool Plan()
    {
        Step.Clear();
        _batch.Clear();
        AddWriting();
        AddPrompts();
        return _batch.Count > 0;
    }

    private void AddWriting()
    {
        Collect(writing: true);
        foreach (var sequence in _candidates)
        {
            if (Step.Room == 0) return;
            // Somebody older may have taken its place meanwhile.
            if (sequence.Handle is not null && _table.Reserve(sequence, 1, _isInBatch)) Add(sequence, 1);
        }
    }

    private void AddPrompts()
    {
        Collect(writing: false);
        var room = _batch.Count == 0 ? Step.Room : Math.Min(Step.Room, Math.Max(LeastPromptRows, _promptRows - _batch.Count));
        var turn = _turn++;
        for (var i = 0; i < _candidates.Count && room > 0; i++)
        {
            var sequence = _candidates[(int)((uint)(turn + i) % (uint)_candidates.Count)];
            // What short prompts leave of their share goes to those after them.
            var share = Math.Max(LeastPromptRows, room / (_candidates.Count - i));
            var count = Math.Min(Math.Min(sequence.Pending, share), room);
            if (sequence.Handle is null || !_table.Reserve(sequence, count, _isInBatch)) continue;
            Add(sequence, count);
            room -= count;
        }
    }

    private void Collect(bool writing)
    {
        _candidates.Clear();
        foreach (var sequence in _table.Open)
            if (sequence.IsWriting == writing && sequence.Job.IsWanted) _candidates.Add(sequence);
    }

    private void Add(EngineSequence sequence, int count)
    {
        Step.Add(sequence.Handle!.Value, sequence.Tokens.Slice(sequence.Read, count), sequence.Wants(count));
        _batch.Add(sequence);
    }
}
