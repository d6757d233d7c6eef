using Cocoon.Inference.LlamaCpp.Library;
using Cocoon.Inference.LlamaCpp.Tests.Files;
using Cocoon.Inference.LlamaCpp.Tests.Golden;

namespace Cocoon.Inference.LlamaCpp.Tests.Library;

public sealed class LlamaCppModelTests
{
    [Fact]
    public void A_model_in_this_process_reads_a_batch_and_says_what_it_is()
    {
        using var model = new LlamaCppModel(LlamaCppLibrary.Load(), TinyJaneGguf.FilePath, new LlamaCppModelOptions { Threads = 1, Capacity = 300, MaxRows = 64 });
        using var batch = new LlamaCppBatch(model.MaxRows);
        var golden = GoldenCase.All[0];
        var tokens = model.Tokenize(golden.Prompt, parseAdded: true);
        for (var i = 0; i < tokens.Length; i++) batch.Add(tokens[i], i, 0, output: i == tokens.Length - 1);

        model.Decode(batch);

        tokens.Should().Equal(golden.PromptTokens);
        model.Logits(tokens.Length - 1).ToArray().Should().HaveCount(2048).And.Match(logits => logits.Max() == logits.ElementAt(golden.GreedyTokens[0]));
        (model.Capacity, model.TrainedContext, model.HiddenSize).Should().Be((512, 512, 256));
        model.WeightType.Should().Contain("all F32");
    }

    [Fact]
    public void Another_release_or_an_empty_folder_is_refused()
    {
        var folder = Directory.CreateTempSubdirectory("cocoon-llama-").FullName;
        LibraryFiles.TryFind([folder], allowUnknownVersion: false, out _, out var why).Should().BeFalse();
        why.Should().Contain("There is no libllama.*.so");
        File.WriteAllText(Path.Combine(folder, "libllama.v9.9.9.so"), "");

        FluentActions.Invoking(() => LibraryFiles.Find(folder)).Should().Throw<LlamaCppException>().WithMessage("*release v9.9.9; only v0.5.0 was checked*npm ci*");
        LibraryFiles.Find(folder, allowUnknownVersion: true).Version.Should().Be("v9.9.9");
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void A_file_that_is_no_model_is_refused()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "broken.gguf");
        File.WriteAllBytes(path, File.ReadAllBytes(TinyJaneGguf.FilePath)[..100_000]);

        FluentActions.Invoking(() => new LlamaCppModel(LlamaCppLibrary.Load(), path, new LlamaCppModelOptions())).Should().Throw<LlamaCppException>().WithMessage("*cannot load*damaged*");
    }
}
