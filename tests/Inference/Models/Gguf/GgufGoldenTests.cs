using Cocoon.Inference.Cpu;
using Cocoon.Inference.Models;
using Cocoon.Inference.Tensors;
using Cocoon.Inference.Tests.Golden;

namespace Cocoon.Inference.Tests.Models.Gguf;

/// <summary>A model reads and computes the same from its GGUF file alone: query and key turned in the file, and turned by neighbours when it runs.</summary>
public sealed class GgufGoldenTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cocoon-gguf-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(WeightType.F32, 1e-4f)]
    [InlineData(WeightType.Q80, 2e-2f)]
    public void Vectors_agree_with_the_reference(WeightType type, float tolerance)
    {
        TinyJaneGguf.Write(_folder.FullName, type);
        var model = ModelFolder.Open(_folder.FullName);
        using var runner = CpuEngine.OpenRunner(model, new CpuEngineOptions { Threads = 1, MaxKeyValueTokens = 512 }).Runner;

        foreach (var golden in GoldenFile.Instance.Cases.Take(4))
        {
            model.Tokenizer.Tokenizer.Encode(golden.Prompt, parseAdded: true).Should().Equal(golden.PromptTokens);
            var vector = runner.VectorOf(golden.PromptTokens);
            for (var i = 0; i < golden.EmbeddingMeanNormFirst16.Length; i++) vector[i].Should().BeApproximately(golden.EmbeddingMeanNormFirst16[i], tolerance);
        }
    }
}
