using Cocoon.Inference.Models;
using Cocoon.Inference.Running;
using Cocoon.Inference.Tensors;

namespace Cocoon.Inference.Decoding;

/// <summary>
/// Llama, Qwen 2 and Qwen 3 decoders over any <see cref="ITensorBackend"/>, with paged keys and values that prompts with the
/// same beginning share. A step allocates nothing. Used by one thread at a time, the same for its whole life.
/// </summary>
public sealed class DecoderRunner : IModelRunner
{
    private readonly ModelConfig _config;
    private readonly IWeightSource _weights;
    private readonly ITensorBackend _backend;
    private readonly KeyValuePages _pages;
    private readonly StepRows _rows;
    private readonly Decoder _decoder;
    private readonly StepResults _results;
    private readonly bool[] _inStep;

    /// <param name="config">The model's numbers.</param>
    /// <param name="weights">Its weights; disposed with this runner, also when this constructor throws.</param>
    /// <param name="backend">Its arithmetic; disposed with this runner, likewise.</param>
    /// <param name="options">How much it reads at once and keeps.</param>
    /// <exception cref="ModelFileException">The config contradicts itself, or a weight is missing or of another shape.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is below 1, or a step has no room for a token of each sequence.</exception>
    public DecoderRunner(ModelConfig config, IWeightSource weights, ITensorBackend backend, DecoderRunnerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(backend);
        (_config, _weights, _backend) = (config, weights, backend);
        options ??= new DecoderRunnerOptions();
        try
        {
            options.Check();
            (MaxSequences, MaxRows) = (options.MaxSequences, options.MaxRows);
            Precision = backend.PrecisionOf(weights.Quantization);
            _pages = new KeyValuePages(options.KeyValueBlocks, MaxSequences, config.ContextLength);
            _rows = new StepRows(MaxRows, MaxSequences);
            _results = new StepResults(config, MaxRows, MaxSequences);
            _inStep = new bool[MaxSequences];
            _decoder = new Decoder(config, weights, backend, options);
        }
        catch
        {
            backend.Dispose();
            weights.Dispose();
            throw;
        }
    }

    public string Name => $"cocoon-{_backend.Name}";

    public string Precision { get; }

    public int VocabularySize => _config.VocabularySize;

    public int HiddenSize => _config.Hidden;

    public int ContextLength => _config.ContextLength;

    public int MaxSequences { get; }

    public int MaxRows { get; }

    public int Capacity => _pages.Capacity;

    /// <summary>Tokens that the blocks of open sequences have room for, what they share counted once: always a multiple of 16.</summary>
    public int Used => _pages.Used;

    public SequenceStart Open(ReadOnlySpan<int> prompt, ulong scope = 0) => _pages.Open(prompt, scope);

    /// <exception cref="ArgumentOutOfRangeException">The sequence would become longer than the context.</exception>
    public bool TryReserve(int sequence, int tokens)
    {
        if (!_pages.TryReserve(sequence, tokens, out var copy)) return false;
        if (copy is { } block) InStep(block, static (runner, block) => runner._decoder.CopyBlock(block));
        return true;
    }

    public int Fork(int sequence) => _pages.Fork(sequence);

    public void Close(int sequence) => _pages.Close(sequence);

    /// <exception cref="InvalidOperationException">Memory is full: it was not reserved before.</exception>
    /// <exception cref="ArgumentException">A token is not in the vocabulary, or the step has a sequence twice or one that is not open.</exception>
    public void Run(RunnerStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        Check(step);
        _rows.Clear();
        _results.Clear();
        foreach (var slice in step.Slices)
        {
            if (!TryReserve(slice.Sequence, slice.Count)) throw new InvalidOperationException("No memory is left for the step's tokens; reserve it before.");
            _rows.Add(_pages[slice.Sequence], slice.Count, _results.Add(slice));
        }
        InStep(step, static (runner, step) => runner.Compute(step));
        foreach (var slice in step.Slices) _pages.Advance(slice.Sequence, step.Tokens.Slice(slice.Start, slice.Count));
    }

    public ReadOnlySpan<float> Output(int slice) => _results[slice];

    public void Dispose()
    {
        _decoder.Dispose();
        _backend.Dispose();
        _weights.Dispose();
    }

    private void Compute(RunnerStep step)
    {
        _decoder.Read(step.Tokens, _rows);
        if (_results.LogitRows.Length > 0) _decoder.ComputeLogits(_results.LogitRows);
        _results.Take(_backend, _decoder);
    }

    private void InStep<T>(T argument, Action<DecoderRunner, T> operations)
    {
        _backend.BeginStep();
        try
        {
            operations(this, argument);
        }
        finally
        {
            _backend.EndStep();
        }
    }

    private void Check(RunnerStep step)
    {
        if (step.Slices.IsEmpty) throw new ArgumentException("A step has one token or more.", nameof(step));
        if (step.Tokens.Length > MaxRows) throw new ArgumentException($"A step has at most {MaxRows} tokens.", nameof(step));
        if (step.Tokens.ContainsAnyExceptInRange(0, VocabularySize - 1)) throw new ArgumentException("A token of the step is not in the vocabulary.", nameof(step));
        _inStep.AsSpan().Clear();
        foreach (var slice in step.Slices)
        {
            if (slice.Count > ContextLength - _pages[slice.Sequence].Length) throw new ArgumentException($"A sequence has at most {ContextLength} tokens.", nameof(step));
            if (_inStep[slice.Sequence]) throw new ArgumentException("A sequence has one slice in a step.", nameof(step));
            _inStep[slice.Sequence] = true;
        }
    }
}
