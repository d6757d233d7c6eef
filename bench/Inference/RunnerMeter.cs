using System.Diagnostics;
using Cocoon.Inference.Running;

namespace Cocoon.Bench.Inference;

/// <summary>Times steps of one of our runners.</summary>
internal sealed class RunnerMeter(IModelRunner runner) : IMeter
{
    private const int PromptTokens = 16;

    private readonly Random _random = new(3);
    private readonly RunnerStep _step = new(runner.MaxRows);

    public IModelRunner Runner => runner;

    /// <summary>Bytes allocated by all threads in the steps of the last <see cref="Decode"/>.</summary>
    public long Allocated { get; private set; }

    public double Prefill(int tokens) => Read(Prompt(tokens));

    /// <summary>Seconds to read a prompt, less what is kept of earlier ones.</summary>
    public double Read(int[] prompt)
    {
        var start = Stopwatch.GetTimestamp();
        var (sequence, cached) = runner.Open(prompt);
        Feed(sequence, prompt.AsSpan(cached));
        var elapsed = Stopwatch.GetElapsedTime(start).TotalSeconds;
        runner.Close(sequence);
        return elapsed;
    }

    public double Decode(int sequences, int steps)
    {
        var open = Enumerable.Range(0, sequences).Select(_ => Open()).ToArray();
        Step(open);
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < steps; i++) Step(open);
        var elapsed = Stopwatch.GetElapsedTime(start).TotalSeconds / steps;
        Allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        foreach (var sequence in open) runner.Close(sequence);
        return elapsed;
    }

    /// <summary>A prompt that nobody had before.</summary>
    public int[] Prompt(int tokens) => [.. Enumerable.Range(0, tokens).Select(_ => _random.Next(3, runner.VocabularySize))];

    /// <summary>Reads tokens of a sequence in steps as long as the runner takes.</summary>
    public ReadOnlySpan<float> Feed(int sequence, ReadOnlySpan<int> tokens)
    {
        if (!runner.TryReserve(sequence, tokens.Length)) throw new BenchException("The keys and values of a benchmark do not fit its memory.");
        while (true)
        {
            var count = Math.Min(tokens.Length, runner.MaxRows);
            var isLast = count == tokens.Length;
            _step.Clear();
            var slice = _step.Add(sequence, tokens[..count], isLast ? StepOutput.Logits : StepOutput.None);
            runner.Run(_step);
            if (isLast) return runner.Output(slice);
            tokens = tokens[count..];
        }
    }

    public void Dispose() => runner.Dispose();

    private int Open()
    {
        var prompt = Prompt(PromptTokens);
        var (sequence, cached) = runner.Open(prompt);
        Feed(sequence, prompt.AsSpan(cached));
        return sequence;
    }

    private void Step(int[] sequences)
    {
        _step.Clear();
        foreach (var sequence in sequences)
        {
            if (!runner.TryReserve(sequence, 1)) throw new BenchException("The keys and values of a benchmark do not fit its memory.");
            _step.Add(sequence, [7], StepOutput.Logits);
        }
        runner.Run(_step);
    }
}
