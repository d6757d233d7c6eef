using System.Runtime.InteropServices;
using Cocoon.Inference.LlamaCpp.Child;
using Cocoon.Inference.Running;

namespace Cocoon.Inference.LlamaCpp.Running;

/// <summary>
/// Runs a GGUF model by llama.cpp in a process of its own, which may crash or hang without this one. The step in which it
/// does so throws a <see cref="LlamaCppException"/>; the next step starts another process, waiting before it the longer the
/// more often that was needed, and has it read again what open sequences had read. Results depend by rounding on what else a
/// step reads: llama.cpp is not batch-invariant. Not thread-safe.
/// </summary>
public sealed class LlamaCppRunner : IModelRunner
{
    private readonly string _path;
    private readonly LlamaCppRunnerOptions _options;
    private readonly TimeProvider _time;
    private readonly LoadedModel _model;
    private readonly SequenceTable _sequences;
    private readonly RestartDelay _delay;
    private readonly List<(int Start, int Count)> _outputs = [];
    private readonly int[] _positions;
    private LlamaSession? _session;
    private TimeSpan _wait;

    private LlamaCppRunner(string path, LlamaCppRunnerOptions options, TimeProvider time)
    {
        (_path, _options, _time) = (path, options, time);
        _session = LlamaSession.Open(path, options, time);
        _model = _session.Model;
        _delay = new RestartDelay(time);
        _positions = new int[_model.MaxRows];
        ContextLength = Math.Min(options.ContextLength ?? _model.TrainedContext, _model.Capacity);
        _sequences = new SequenceTable(options.MaxSequences, options.KeptSequences, _model.Capacity, ContextLength);
    }

    public string Name => "llama.cpp-" + Version;

    /// <summary>llama.cpp's release.</summary>
    public string Version => _model.Version;

    /// <summary>The kind of most weights, such as "f32", "q8_0" or "q4_k".</summary>
    public string WeightType => PrecisionClass.WeightsOf(_model.WeightType);

    public string Precision => PrecisionClass.Of(WeightType, _options.KeyValues);

    public int VocabularySize => _model.VocabularySize;

    public int HiddenSize => _model.HiddenSize;

    public int ContextLength { get; }

    public int MaxSequences => _options.MaxSequences;

    public int MaxRows => _model.MaxRows;

    public int Capacity => _model.Capacity;

    public int Used => _sequences.Used;

    /// <summary>The child's process id; null between its failure and the next step.</summary>
    internal int? ProcessId => _session?.ProcessId;

    /// <summary>Starts the process and loads a model in it.</summary>
    /// <param name="path">A GGUF file.</param>
    /// <param name="options">How it is run; null for the defaults.</param>
    /// <param name="time">The clock of limits and waits; null for the system's.</param>
    /// <exception cref="LlamaCppException">The library is missing or of another release, or it refuses the model.</exception>
    public static LlamaCppRunner Open(string path, LlamaCppRunnerOptions? options = null, TimeProvider? time = null)
    {
        options ??= new LlamaCppRunnerOptions();
        options.Validate();
        return new LlamaCppRunner(path, options, time ?? TimeProvider.System);
    }

    public SequenceStart Open(ReadOnlySpan<int> prompt, ulong scope = 0)
    {
        // What was kept went with the process.
        if (_session is null) _sequences.ForgetKept();
        return _sequences.Open(prompt, scope);
    }

    public bool TryReserve(int sequence, int tokens) => _sequences.TryReserve(sequence, tokens);

    public int Fork(int sequence) => _sequences.Fork(sequence);

    public void Close(int sequence) => _sequences.Close(sequence);

    public void Run(RunnerStep step)
    {
        var slices = step.Slices;
        foreach (var slice in slices)
            if (!_sequences.TryReserve(slice.Sequence, slice.Count)) throw new InvalidOperationException($"{slice.Count} tokens more do not fit: reserve them before.");
        if (_session is null) Restart();
        Step(slices, step.Tokens);
        _outputs.Clear();
        var place = 0;
        foreach (var slice in slices)
        {
            _sequences.Append(_sequences[slice.Sequence], step.Tokens.Slice(slice.Start, slice.Count));
            var count = slice.Output switch { StepOutput.Logits => VocabularySize, StepOutput.HiddenStates => slice.Count * HiddenSize, _ => 0 };
            _outputs.Add((place, count));
            place += count;
        }
    }

    public ReadOnlySpan<float> Output(int slice) => (_session ?? throw new InvalidOperationException("The last step failed.")).Outputs(_outputs[slice].Start, _outputs[slice].Count);

    public void Dispose() => _session?.Dispose();

    /// <summary>llama.cpp's own tokens of a text; asked for when the model is opened.</summary>
    internal int[] Tokenize(string text, bool parseAdded) => _session!.Tokenize(text, parseAdded);

    private void Step(ReadOnlySpan<StepSlice> slices, ReadOnlySpan<int> tokens)
    {
        for (var i = 0; i < slices.Length; i++) _positions[i] = _sequences[slices[i].Sequence].Tokens.Count;
        try
        {
            _session!.Step(_sequences.Changes, slices, _positions, tokens);
        }
        catch (LlamaCppException e)
        {
            Lose(e);
            throw;
        }
    }

    private void Lose(LlamaCppException error)
    {
        _wait = _delay.Failed();
        _session!.Dispose();
        _session = null;
        _options.Report?.Invoke($"{error.Message} It is started again with the next request, {_wait.TotalSeconds:0} s later at the earliest.");
    }

    private void Restart()
    {
        // This thread is the engine's own, and nothing can be computed before.
        if (_wait > TimeSpan.Zero) Task.Delay(_wait, _time).GetAwaiter().GetResult();
        try
        {
            _session = LlamaSession.Open(_path, _options, _time);
            _delay.Started();
            if (_session.Model != _model) throw new LlamaCppException($"The model file '{_path}' has changed since it was opened.");
            foreach (var (sequence, shared) in _sequences.Restore()) ReadAgain(_session, sequence, shared);
        }
        catch (LlamaCppException)
        {
            _wait = _delay.Failed();
            _session?.Dispose();
            _session = null;
            throw;
        }
        _options.Report?.Invoke($"llama.cpp's process was started again; it is number {_session.ProcessId}.");
    }

    private void ReadAgain(LlamaSession session, CellSequence sequence, SequenceChange? shared)
    {
        List<SequenceChange> changes = shared is { } change ? [change] : [];
        var tokens = CollectionsMarshal.AsSpan(sequence.Tokens);
        var done = shared?.Count ?? 0;
        if (done == tokens.Length) session.Step(changes, [], [], []);
        while (done < tokens.Length)
        {
            var count = Math.Min(MaxRows, tokens.Length - done);
            session.Step(changes, [new StepSlice(sequence.Id, 0, count, StepOutput.None)], [done], tokens.Slice(done, count));
            done += count;
        }
    }
}
