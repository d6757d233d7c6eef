using System.Text.Json.Nodes;
using Cocoon.Inference.LlamaCpp.Library;
using Cocoon.Inference.LlamaCpp.Running;
using Cocoon.Inference.LlamaCpp.Tests.Files;
using Cocoon.Inference.LlamaCpp.Tests.Running;
using Cocoon.Inference.Models;
using Cocoon.Inference.Serving;

namespace Cocoon.Inference.LlamaCpp.Tests;

public sealed class LlamaCppEngineTests : IDisposable
{
    private static readonly LlamaCppRunnerOptions Options = new() { Threads = 1, Capacity = 1024, MaxSequences = 2, KeyValues = KeyValueType.Single };

    private readonly string _folder = Directory.CreateTempSubdirectory("cocoon-llama-").FullName;

    public LlamaCppEngineTests() => File.Copy(TinyJaneGguf.FilePath, Path.Combine(_folder, "tiny-jane.gguf"));

    private ModelFolder Model => ModelFolder.Open(Path.Combine(_folder, "tiny-jane.gguf"));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_chat_is_answered_and_a_crash_fails_only_who_was_there()
    {
        var reports = new List<string>();
        var runner = LlamaCppRunner.Open(Model.GgufPath!, Options with { Report = reports.Add });
        await using var engine = LlamaCppEngine.Serve(runner, Model, Model.HashWeights(), new LocalEngineOptions(), time: null);
        engine.Descriptor.Should().BeEquivalentTo(new { ModelId = "tiny-jane", EngineName = "llama.cpp", EngineVersion = "v0.5.0", Precision = "fp32", ContextLength = 512, MaxConcurrency = 2 });

        (await AnswerAsync(engine)).Should().Be(("The capital of France is Paris.", false));
        (await AnswerAsync(engine)).Should().Be(("The capital of France is Paris.", true));
        ChildSignal.Send("KILL", runner.ProcessId!.Value);
        await engine.Awaiting(killed => AnswerAsync(killed)).Should().ThrowAsync<InferenceEngineException>();

        (await AnswerAsync(engine)).Should().Be(("The capital of France is Paris.", false), "the next process has kept nothing");
        reports.Should().HaveCount(2);
    }

    [Fact]
    public void Another_tokenizer_than_the_files_is_refused()
    {
        File.Copy(Path.Combine(TinyJaneGguf.Folder, "tokenizer_config.json"), Path.Combine(_folder, "tokenizer_config.json"));
        var path = Path.Combine(TinyJaneGguf.Folder, "tokenizer.json");
        var json = JsonNode.Parse(File.ReadAllBytes(path))!;
        var merges = json["model"]!["merges"]!.AsArray();
        while (merges.Count > 500) merges.RemoveAt(merges.Count - 1);
        File.WriteAllText(Path.Combine(_folder, "tokenizer.json"), json.ToJsonString());

        FluentActions.Invoking(() => LlamaCppEngine.Open(Model, Options)).Should().Throw<ModelFileException>().WithMessage("*tokenizer*is not the one in its GGUF file*");
    }

    private static async Task<(string Text, bool WasCached)> AnswerAsync(LocalEngine engine)
    {
        var prompt = new ChatPrompt([new ChatMessage("user", "What is the capital of France?")]);
        var (text, cached) = ("", false);
        await foreach (var step in engine.GenerateAsync(new GenerationRequest(prompt, 32, new SamplingOptions { Temperature = 0 }, [])))
        {
            text += step.Text;
            cached |= step.Usage?.CachedPromptTokens > 0;
        }
        return (text, cached);
    }
}
