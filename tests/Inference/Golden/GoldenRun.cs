using System.Numerics.Tensors;
using Cocoon.Inference.Running;

namespace Cocoon.Inference.Tests.Golden;

/// <summary>One golden case on its way through a runner.</summary>
internal sealed class GoldenRun(GoldenCase golden, IModelRunner runner)
{
    private readonly int _sequence = runner.Open(golden.PromptTokens).Sequence;
    private readonly List<int> _tokens = [.. golden.PromptTokens];
    private int _read;
    private int? _slice;

    public bool IsDone => _tokens.Count - golden.PromptTokens.Length == golden.Steps.Length;

    /// <summary>Tokens made that are the golden ones.</summary>
    public int Agreeing => _tokens.Skip(golden.PromptTokens.Length).Zip(golden.GreedyTokens).Count(pair => pair.First == pair.Second);

    public double WorstError { get; private set; }

    public void AddTo(RunnerStep step, int chunk)
    {
        var count = Math.Min(chunk, _tokens.Count - _read);
        var isLast = _read + count == _tokens.Count;
        var slice = step.Add(_sequence, _tokens.GetRange(_read, count).ToArray(), isLast ? StepOutput.Logits : StepOutput.None);
        _slice = isLast ? slice : null;
        _read += count;
    }

    public void Take(IModelRunner runner)
    {
        if (_slice is not { } slice) return;
        var logits = runner.Output(slice);
        var expected = golden.Steps[_tokens.Count - golden.PromptTokens.Length].Logits16;
        for (var token = 0; token < expected.Length; token++) WorstError = Math.Max(WorstError, Math.Abs(logits[token] - expected[token]));
        _tokens.Add(TensorPrimitives.IndexOfMax(logits));
        _slice = null;
    }
}
