using System.Diagnostics;
using System.Globalization;
using Cocoon.Inference.Decoding;
using Cocoon.Inference.Models;
using Cocoon.Inference.Serving;

namespace Cocoon.Inference.Torch.Measuring;

/// <summary>Measures one model on one device: bench/gpu.sh runs this, and needs nothing but the built files.</summary>
internal static class SpeedProgram
{
    private const int Tokens = 128;
    private const int PromptTokens = 256;
    private const string Usage = "Usage: dotnet Cocoon.Inference.Torch.dll MODEL-FOLDER DEVICE CONCURRENCY... , as in: models/tiny-jane cuda:0 1 8 32";

    public static async Task<int> Main(string[] args)
    {
        if (args.Length < 3 || !args[2..].All(static arg => int.TryParse(arg, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is > 0 and <= 1024))
        {
            await Console.Error.WriteLineAsync(Usage);
            return 2;
        }
        int[] counts = [.. args[2..].Select(static arg => int.Parse(arg, CultureInfo.InvariantCulture))];
        try
        {
            var folder = ModelFolder.Open(args[0]);
            var most = counts.Max();
            var blocks = most * ((PromptTokens + Tokens) / 16 + 2);
            await using var engine = TorchEngine.Open(
                folder, new TorchBackendOptions { Device = args[1] }, new DecoderRunnerOptions { MaxSequences = most, MaxRows = Math.Max(256, most), KeyValueBlocks = blocks },
                new LocalEngineOptions { Slots = most, MaxWaiting = most });
            var prompt = Prompt(folder);
            // Kernels are chosen and memory is taken at the first call of each size.
            await Measure(engine, folder, $"To begin with. {prompt}", 1);
            foreach (var count in counts)
            {
                var (speed, first) = await Measure(engine, folder, prompt, count);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{engine.Descriptor.EngineName}\t{count}\t{speed:0.0}\t{first:0.0}"));
            }
            return 0;
        }
        catch (Exception e) when (e is ModelFileException or ArgumentException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }

    /// <returns>Tokens a second of all together, and the median milliseconds to the first.</returns>
    private static async Task<(double Speed, double FirstMs)> Measure(LocalEngine engine, ModelFolder folder, string prompt, int count)
    {
        // Each prompt begins in its own way, or its beginning would be found among those read before.
        var start = Stopwatch.GetTimestamp();
        var firsts = await Task.WhenAll(Enumerable.Range(0, count).Select(number => Generate(engine, folder, $"{count}, {number}: {prompt}", start)));
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return (count * Tokens / seconds, firsts.Order().ElementAt(count / 2));
    }

    private static async Task<double> Generate(LocalEngine engine, ModelFolder folder, string prompt, long start)
    {
        // An answer that ends early would be measured as a slow one.
        var sampling = new SamplingOptions { Temperature = 0, LogitBias = folder.Config.EndTokens.ToDictionary(static token => token, static _ => -100f) };
        var request = new GenerationRequest(new ChatPrompt([]), Tokens, sampling, []) { RawPrompt = prompt };
        var first = 0d;
        await foreach (var step in engine.GenerateAsync(request))
            if (first == 0) first = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return first;
    }

    private static string Prompt(ModelFolder folder)
    {
        const string Sentence = "It was a morning like any other, and nobody in the house had thought of the letter. ";
        var each = folder.Tokenizer.Tokenizer.Encode(Sentence, parseAdded: false).Count;
        return string.Concat(Enumerable.Repeat(Sentence, Math.Max(1, PromptTokens / each - 1)));
    }
}
