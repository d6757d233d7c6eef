using Cocoon.Inference.Running;

namespace Cocoon.Inference.Tests.Serving;

/// <summary>
/// A runner whose logits follow from a sequence's tokens alone, with little memory that forks share. It throws wherever its
/// caller breaks the rules of <see cref="IModelRunner"/>.
/// </summary>
internal sealed class ScriptedRunner(int sequences = 4, int rows = 32, int capacity = 10_000) : IModelRunner
{
    /// <summary>Ends a turn in tiny-jane's vocabulary, which the tests speak.</summary>
    public const int EndToken = 2;

    private readonly ScriptedSequence?[] _open = new ScriptedSequence?[sequences];
    private readonly List<(ulong Scope, int[] Tokens)> _kept = [];
    private readonly List<float[]> _outputs = [];
    private int? _thread;

    /// <summary>What each step read: of which sequence, and how many tokens.</summary>
    public List<(int Sequence, int Count, StepOutput Output)[]> Steps { get; } = [];

    /// <summary>Runs at the beginning of each step.</summary>
    public Action<RunnerStep> OnRun { get; set; } = static _ => { };

    /// <summary>Set while no sequence is open.</summary>
    public ManualResetEventSlim Empty { get; } = new(initialState: true);

    public bool IsDisposed { get; private set; }

    public string Name => "scripted";

    public string Precision => "fp32";

    public int VocabularySize => TinyJane.Folder.Tokenizer.Tokenizer.VocabularySize;

    public int HiddenSize => 4;

    public int ContextLength => 512;

    public int MaxSequences => sequences;

    public int MaxRows => rows;

    public int Capacity => capacity;

    public int Used => _open.SelectMany(sequence => sequence?.Memory() ?? []).Distinct().Sum(part => part.Size);

    public SequenceStart Open(ReadOnlySpan<int> prompt, ulong scope = 0)
    {
        RequireOneThread();
        var number = Array.IndexOf(_open, null);
        var tokens = prompt.ToArray();
        var cached = _kept.Where(kept => kept.Scope == scope).Select(kept => Math.Min(kept.Tokens.AsSpan().CommonPrefixLength(tokens), tokens.Length - 1) / 4 * 4).DefaultIfEmpty().Max();
        if (Used + cached > capacity) cached = 0;
        _open[number] = new ScriptedSequence(scope, tokens.AsSpan(0, cached));
        Empty.Reset();
        return new SequenceStart(number, cached);
    }

    public bool TryReserve(int sequence, int tokens)
    {
        RequireOneThread();
        var more = Math.Max(0, tokens - At(sequence).Room);
        if (Used + more > capacity) return false;
        At(sequence).Part.Size += more;
        return true;
    }

    public int Fork(int sequence)
    {
        RequireOneThread();
        var number = Array.IndexOf(_open, null);
        _open[number] = At(sequence).Fork();
        return number;
    }

    public void Close(int sequence)
    {
        RequireOneThread();
        _kept.Add((At(sequence).Scope, [.. At(sequence).Tokens]));
        _open[sequence] = null;
        if (Array.TrueForAll(_open, other => other is null)) Empty.Set();
    }

    public void Run(RunnerStep step)
    {
        RequireOneThread();
        Steps.Add([.. step.Slices.ToArray().Select(slice => (slice.Sequence, slice.Count, slice.Output))]);
        OnRun(step);
        _outputs.Clear();
        if (step.Tokens.Length > rows || step.Slices.ToArray().DistinctBy(slice => slice.Sequence).Count() < step.Slices.Length) throw new InvalidOperationException("The step is not well formed.");
        foreach (var slice in step.Slices)
        {
            var sequence = At(slice.Sequence);
            if (sequence.Room < slice.Count || sequence.Tokens.Count + slice.Count > ContextLength) throw new InvalidOperationException("The tokens were not reserved.");
            var states = new List<float>();
            foreach (var token in step.Tokens.Slice(slice.Start, slice.Count))
            {
                sequence.Add(token);
                for (var i = 0; i < HiddenSize; i++) states.Add(Value(sequence, i) - 0.3f);
            }
            _outputs.Add(slice.Output switch { StepOutput.Logits => Logits(sequence), StepOutput.HiddenStates => [.. states], _ => [] });
        }
    }

    public ReadOnlySpan<float> Output(int slice) => _outputs[slice];

    public void Dispose() => IsDisposed = true;

    private ScriptedSequence At(int sequence) => _open[sequence] ?? throw new InvalidOperationException("The sequence is not open.");

    private float[] Logits(ScriptedSequence sequence)
    {
        var logits = new float[VocabularySize];
        for (var token = 0; token < logits.Length; token++) logits[token] = 8 * Value(sequence, token);
        // Now and then an answer ends.
        if (Value(sequence, -1) < 0.05f) logits[EndToken] = 100;
        return logits;
    }

    /// <summary>A number from 0 to 1 that only the tokens read decide.</summary>
    private static float Value(ScriptedSequence sequence, int index)
    {
        var hash = (sequence.Hash ^ (uint)index) * 0x9e3779b1;
        hash = (hash ^ hash >> 15) * 0x2c1b3c6d;
        return ((hash ^ hash >> 13) >> 8) / (float)(1 << 24);
    }

    private void RequireOneThread()
    {
        if ((_thread ??= Environment.CurrentManagedThreadId) != Environment.CurrentManagedThreadId) throw new InvalidOperationException("The runner has one thread.");
    }
}
