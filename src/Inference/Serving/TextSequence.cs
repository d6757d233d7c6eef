using System.Numerics.Tensors;
using Cocoon.Inference.Running;

namespace Cocoon.Inference.Serving;

/// <summary>A text on its way to a vector: the mean of its tokens' final hidden states, of length 1. Used by the engine's thread only.</summary>
internal sealed class TextSequence(EmbeddingJob job, int number, int[] tokens, int hiddenSize) : EngineSequence(job, number)
{
    private readonly float[] _sum = new float[hiddenSize];
    private bool _isDone;

    public override ReadOnlySpan<int> Tokens => tokens;

    /// <summary>All states count, so none may be left out because it was computed before: a runner always reads the last token it is told of.</summary>
    public override ReadOnlySpan<int> Opening => tokens.AsSpan(0, 1);

    public override void Closed()
    {
        base.Closed();
        if (!_isDone) Array.Clear(_sum);
    }

    public override StepOutput Wants(int tokens) => StepOutput.HiddenStates;

    public override bool Take(ReadOnlySpan<float> output)
    {
        // One after the other, so that the sum is the same however the text was cut into steps.
        for (var start = 0; start < output.Length; start += hiddenSize) TensorPrimitives.Add(_sum, output.Slice(start, hiddenSize), _sum);
        if (Pending > 0) return false;
        // The mean points where the sum does, and only the direction stays.
        TensorPrimitives.Divide(_sum, TensorPrimitives.Norm<float>(_sum), _sum);
        job.Done(Number, _sum);
        return _isDone = true;
    }
}
