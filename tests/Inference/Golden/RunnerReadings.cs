using Cocoon.Inference.Running;

namespace Cocoon.Inference.Tests.Golden;

/// <summary>What a runner makes of given tokens.</summary>
internal static class RunnerReadings
{
    /// <summary>The mean of the tokens' final hidden states, of length 1.</summary>
    public static double[] VectorOf(this IModelRunner runner, ReadOnlySpan<int> tokens)
    {
        var step = new RunnerStep(runner.MaxRows);
        var sequence = runner.Open(tokens[..1]).Sequence;
        runner.TryReserve(sequence, tokens.Length).Should().BeTrue();
        step.Add(sequence, tokens, StepOutput.HiddenStates);
        runner.Run(step);
        var sum = new double[runner.HiddenSize];
        var states = runner.Output(0);
        for (var i = 0; i < states.Length; i++) sum[i % sum.Length] += states[i];
        runner.Close(sequence);
        var norm = Math.Sqrt(sum.Sum(value => value * value));
        return [.. sum.Select(value => value / norm)];
    }
}
