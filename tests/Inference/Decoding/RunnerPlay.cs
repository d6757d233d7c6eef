using Cocoon.Inference.Running;

namespace Cocoon.Inference.Tests.Decoding;

/// <summary>Reads all prompts and forks of some, in steps and chunks drawn by chance.</summary>
/// <param name="runner">With nothing open.</param>
/// <param name="prompts">What to read.</param>
/// <param name="alone">Logits after each token of each prompt.</param>
/// <param name="random">Draws chunks, newcomers and forks.</param>
internal sealed class RunnerPlay(IModelRunner runner, int[][] prompts, float[][][] alone, Random random)
{
    private readonly Queue<int> _waiting = new(Enumerable.Range(0, prompts.Length).OrderBy(_ => random.Next()));
    private readonly List<RunnerPlaySequence> _open = [];
    private readonly List<(RunnerPlaySequence Sequence, int Slice, int Count, StepOutput Output)> _slices = [];

    /// <summary>Tokens that were found instead of read.</summary>
    public int Found { get; private set; }

    public void ToTheEnd()
    {
        var step = new RunnerStep(runner.MaxRows);
        while (_waiting.Count + _open.Count > 0)
        {
            if (_waiting.Count > 0 && _open.Count < runner.MaxSequences && (_open.Count == 0 || random.Next(3) == 0)) Open(_waiting.Dequeue());
            if (_open.Count < runner.MaxSequences && random.Next(6) == 0) Fork(_open[random.Next(_open.Count)]);
            Fill(step);
            if (_slices.Count > 0) runner.Run(step);
            else PutBack(_open[^1]);
            foreach (var (sequence, slice, count, output) in _slices) Check(sequence, slice, count, output);
        }
    }

    private void Open(int prompt)
    {
        var start = runner.Open(prompts[prompt]);
        Found += start.Cached;
        _open.Add(new RunnerPlaySequence(start.Sequence, prompt) { Read = start.Cached });
    }

    /// <summary>The fork goes on with any prompt that is the same so far.</summary>
    private void Fork(RunnerPlaySequence sequence)
    {
        var past = prompts[sequence.Prompt][..sequence.Read];
        int[] alike = [.. Enumerable.Range(0, prompts.Length).Where(prompt => prompts[prompt].AsSpan().StartsWith(past))];
        _open.Add(new RunnerPlaySequence(runner.Fork(sequence.Number), alike[random.Next(alike.Length)]) { Read = sequence.Read });
    }

    private void Fill(RunnerStep step)
    {
        step.Clear();
        _slices.Clear();
        foreach (var sequence in _open.Where(_ => random.Next(4) > 0))
        {
            var rest = prompts[sequence.Prompt].Length - sequence.Read;
            var count = Math.Min(Math.Min(rest, step.Room), random.Next(2) == 0 ? 1 : random.Next(1, 30));
            if (count == 0 || !runner.TryReserve(sequence.Number, count)) continue;
            var output = (StepOutput)random.Next(3);
            _slices.Add((sequence, step.Add(sequence.Number, prompts[sequence.Prompt].AsSpan(sequence.Read, count), output), count, output));
        }
    }

    /// <summary>Memory is full, or chance left all out: the youngest gives way.</summary>
    private void PutBack(RunnerPlaySequence sequence)
    {
        runner.Close(sequence.Number);
        _open.Remove(sequence);
        _waiting.Enqueue(sequence.Prompt);
    }

    private void Check(RunnerPlaySequence sequence, int slice, int count, StepOutput output)
    {
        sequence.Read += count;
        var expected = alone[sequence.Prompt][sequence.Read - 1];
        if (output == StepOutput.Logits && !runner.Output(slice).SequenceEqual(expected))
            throw new InvalidOperationException($"Prompt {sequence.Prompt} has other logits at {sequence.Read - 1} than alone.");
        if (output == StepOutput.None) runner.Output(slice).Length.Should().Be(0);
        if (output == StepOutput.HiddenStates) runner.Output(slice).Length.Should().Be(count * runner.HiddenSize);
        if (sequence.Read < prompts[sequence.Prompt].Length) return;
        runner.Close(sequence.Number);
        _open.Remove(sequence);
    }
}
