using System.Numerics.Tensors;
using System.Text.Json;
using Cocoon.Inference.Cpu.Backend;
using Cocoon.Inference.Decoding;
using Cocoon.Inference.Models;

namespace Cocoon.Bench.Inference;

/// <summary>The shipped model: the first token of a prompt, and the golden tokens.</summary>
internal static class TinyJaneFigures
{
    public static RunnerMeter Open()
    {
        var folder = ModelFolder.Open(Checkout.File("models", "tiny-jane"));
        return new RunnerMeter(new DecoderRunner(folder.Config, folder.OpenWeights(), new CpuBackend(Environment.ProcessorCount), new DecoderRunnerOptions { KeyValueBlocks = 256 }));
    }

    /// <summary>How many greedy tokens are those of PyTorch, and how many there are.</summary>
    public static (int Agreeing, int All) Golden(RunnerMeter meter)
    {
        using var file = File.OpenRead(Checkout.File("tests", "Inference", "Golden", "golden.json"));
        using var json = JsonDocument.Parse(file);
        var (agreeing, all) = (0, 0);
        foreach (var golden in json.RootElement.GetProperty("cases").EnumerateArray())
        {
            var prompt = golden.GetProperty("prompt_tokens").Deserialize<int[]>()!;
            var expected = golden.GetProperty("greedy_tokens").Deserialize<int[]>()!;
            var (sequence, cached) = meter.Runner.Open(prompt);
            var token = TensorPrimitives.IndexOfMax(meter.Feed(sequence, prompt.AsSpan(cached)));
            foreach (var wanted in expected)
            {
                if (token == wanted) agreeing++;
                token = TensorPrimitives.IndexOfMax(meter.Feed(sequence, [token]));
            }
            meter.Runner.Close(sequence);
            all += expected.Length;
        }
        return (agreeing, all);
    }
}
