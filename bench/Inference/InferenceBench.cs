using System.Globalization;
using Cocoon.Bench.Harness;
using Cocoon.Inference.LlamaCpp;
using Cocoon.Inference.LlamaCpp.Library;

namespace Cocoon.Bench.Inference;

/// <summary>
/// Our engine on the processor against the memory's bandwidth and against llama.cpp, all in one run and interleaved, since
/// neighbours move absolute figures. Medians of <see cref="Rounds"/> rounds.
/// </summary>
internal static class InferenceBench
{
    private const int Rounds = 3;

    private static readonly string[] Columns = ["ours 1", "llama 1", "ours 2", "llama 2"];

    /// <returns>Whether all targets that could be measured are met.</returns>
    public static bool Run(TextWriter output)
    {
        var folder = Directory.CreateTempSubdirectory("cocoon-bench-inference-");
        try
        {
            var library = Library(out var whyNot);
            output.WriteLine(library is null ? $"llama.cpp: not measured: {whyNot}" : $"llama.cpp {library.Version}");
            var series = new Series();
            Tiny(series);
            using (var probe = new BandwidthProbe())
            {
                Model(SyntheticModel.Floats, folder.FullName, library, steps: 12, probe, series);
                Model(SyntheticModel.Bytes8, folder.FullName, library, steps: 8, probe, series);
            }
            PrintSpeeds(series, output);
            return PrintTargets(series, output);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static LlamaCppLibrary? Library(out string whyNot)
    {
        try
        {
            whyNot = "";
            return LlamaCppLibrary.Load();
        }
        catch (LlamaCppException e)
        {
            whyNot = e.Message;
            return null;
        }
    }

    private static void Model(SyntheticModel model, string folder, LlamaCppLibrary? library, int steps, BandwidthProbe probe, Series series)
    {
        var path = Path.Combine(folder, $"{model.Config.Hidden}.gguf");
        model.Write(path);
        using var meters = new ModelMeters(model, path, library, steps);
        var isSmall = ReferenceEquals(model, SyntheticModel.Floats);
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var threads in (int[])[1, 2]) series.Add($"probe {threads}", probe.Measure(threads));
            meters.Measure(series, slowToo: isSmall);
            if (!isSmall) continue;
            series.Add("allocated", meters.Ours.Allocated);
            SharedPrefix(meters.Ours, series);
        }
    }

    /// <summary>A prompt of which nine tenths were read before, against one that is all new.</summary>
    private static void SharedPrefix(RunnerMeter meter, Series series)
    {
        var first = meter.Prompt(640);
        var second = (int[])[.. first[..576], .. meter.Prompt(64)];
        series.Add("prefix new", meter.Read(first) * 1000);
        series.Add("prefix shared", meter.Read(second) * 1000);
    }

    private static void Tiny(Series series)
    {
        using var meter = TinyJaneFigures.Open();
        var (agreeing, all) = TinyJaneFigures.Golden(meter);
        series.Add("golden", agreeing);
        series.Add("golden all", all);
        for (var round = 0; round < 3 * Rounds; round++)
        {
            series.Add("tiny first token", meter.Prefill(256) * 1000);
            series.Add("tiny decode", 1 / meter.Decode(1, 64));
        }
    }

    private static void PrintSpeeds(Series series, TextWriter output)
    {
        var table = new TextTable("tokens/s", "ours 1 thread", "llama.cpp", "ours 2 threads", "llama.cpp ");
        foreach (var model in (SyntheticModel[])[SyntheticModel.Floats, SyntheticModel.Bytes8])
        {
            foreach (var what in (string[])["decode", "batch", "prefill"])
                table.Add([$"{model.Name} {Explain(what)}", .. Columns.Select(key => Number(series.Median($"{model.Name} {what} {key}")))]);
        }
        table.Print(output);
        output.WriteLine($"memory {Number(series.Of("probe 1"))} and {Number(series.Of("probe 2"))} GB/s on 1 and 2 threads; tiny-jane decodes {Number(series.Of("tiny decode"))} tokens/s");
    }

    private static bool PrintTargets(Series series, TextWriter output)
    {
        var targets = new TargetTable();
        var (floats, bytes) = (SyntheticModel.Floats, SyntheticModel.Bytes8);
        foreach (var threads in (int[])[1, 2])
            targets.AtLeast($"fp32 decode to the bandwidth, {threads} thread(s)", series.Of($"{floats.Name} decode ours {threads}") * floats.Bytes / 1e9 / series.Of($"probe {threads}"), 0.9);
        foreach (var threads in (int[])[1, 2])
            targets.AtLeast($"Q8_0 decode to llama.cpp's, {threads} thread(s)", series.Of($"{bytes.Name} decode ours {threads}") / series.Median($"{bytes.Name} decode llama {threads}"), 0.9);
        foreach (var threads in (int[])[1, 2])
            targets.AtLeast($"fp32 prefill to llama.cpp's, {threads} thread(s)", series.Of($"{floats.Name} prefill ours {threads}") / series.Median($"{floats.Name} prefill llama {threads}"), 1.3);
        foreach (var model in (SyntheticModel[])[floats, bytes])
            targets.AtLeast($"{model.Name}, batch of 8 to one", series.Of($"{model.Name} batch ours 2") / series.Of($"{model.Name} decode ours 2"), 4);
        targets.AtLeast("first token, new prompt to one shared to 90 %", series.Of("prefix new") / series.Of("prefix shared"), 5);
        targets.AtMost("tiny-jane first token of 256, ms", series.Of("tiny first token"), 40);
        targets.AtMost("bytes allocated in steps of decoding", series.Of("allocated"), 0);
        targets.AtLeast($"golden tokens of {Number(series.Of("golden all"))}", series.Of("golden"), series.Of("golden all"));
        return targets.Print(output);
    }

    private static string Explain(string what) => what switch
    {
        "decode" => "decode",
        "batch" => $"{ModelMeters.Sequences} sequences",
        _ => $"prefill of {ModelMeters.PromptTokens}",
    };

    private static string Number(double? value) => value?.ToString("#,0.0", CultureInfo.InvariantCulture) ?? "not measured";
}
