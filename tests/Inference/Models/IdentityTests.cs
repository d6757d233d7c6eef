using System.Diagnostics;
using Cocoon.Inference.Models;
using Cocoon.Inference.Models.Identity;
using Cocoon.Inference.Tensors;
using Cocoon.Inference.Tests.Models.Gguf;

namespace Cocoon.Inference.Tests.Models;

/// <summary>A model's hash covers every byte that an engine reads, and anybody can compute it.</summary>
public sealed class IdentityTests : IDisposable
{
    private readonly ModelCopy _model = new();

    public void Dispose() => _model.Dispose();

    [Fact]
    public void Coreutils_compute_the_same_hash()
    {
        // The command of docs/models.md.
        const string Command = """
            { echo 'cocoon-model 1'
              for f in $(ls | grep -E '^(config|generation_config|tokenizer|tokenizer_config)\.json$|^chat_template\.jinja$|\.gguf$|\.safetensors$|^model\.safetensors\.index\.json$' | LC_ALL=C sort); do
                echo "$(sha256sum < "$f" | cut -c1-64) $(wc -c < "$f") $f"
              done; } | sha256sum | cut -c1-64
            """;
        using var shell = Process.Start(new ProcessStartInfo("sh", ["-c", Command]) { WorkingDirectory = _model.Path, RedirectStandardOutput = true })!;

        shell.StandardOutput.ReadToEnd().Trim().Should().Be(ModelFolder.Open(_model.Path).HashWeights());
    }

    [Theory]
    [InlineData("model.safetensors")]
    [InlineData("config.json")]
    [InlineData("generation_config.json")]
    [InlineData("tokenizer.json")]
    [InlineData("tokenizer_config.json")]
    public void A_changed_byte_refuses_to_load(string name)
    {
        var hash = ModelFolder.Open(_model.Path).HashWeights();
        using (ModelFolder.Open(_model.Path, hash).OpenWeights()) ModelFolder.Open(_model.Path, hash.ToUpperInvariant()).HashWeights().Should().Be(hash);
        Change(name);

        var changed = ModelFolder.Open(_model.Path, hash);

        FluentActions.Invoking(() => changed.OpenWeights()).Should().Throw<ModelFileException>().WithMessage($"*not the one that is expected*{hash}*");
        FluentActions.Invoking(changed.HashWeights).Should().Throw<ModelFileException>();
        ModelFolder.Open(_model.Path).HashWeights().Should().NotBe(hash);
    }

    [Fact]
    public void Files_that_no_engine_reads_do_not_count()
    {
        var hash = ModelFolder.Open(_model.Path).HashWeights();

        File.WriteAllText(_model.File("README.md"), "another");

        ModelFolder.Open(_model.Path).HashWeights().Should().Be(hash);
    }

    [Fact]
    public void Weights_are_hashed_as_they_are_opened_and_progress_ends_with_all_bytes()
    {
        var seen = new Progress();
        var folder = ModelFolder.Open(_model.Path);

        using (folder.OpenWeights(seen)) Change("model.safetensors");

        var manifest = folder.Manifest();
        (seen.Last.Done, seen.Last.Total).Should().Be((seen.Last.Total, manifest.Files.Sum(file => file.Size)));
        manifest.Hash.Should().Be(TinyJane.Folder.HashWeights(), "what was opened is what was hashed");
        manifest.Files.Select(file => file.Name).Should().Equal("config.json", "generation_config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json");
    }

    [Fact]
    public void A_gguf_file_has_its_name_its_mark_and_a_hash_of_its_own()
    {
        var folder = Directory.CreateTempSubdirectory("cocoon-gguf-");
        try
        {
            var path = TinyJaneGguf.Write(folder.FullName, WeightType.Q80, "small.gguf");
            foreach (var name in new[] { "tokenizer.json", "tokenizer_config.json" }) File.Copy(_model.File(name), Path.Combine(folder.FullName, name));

            var (model, same) = (ModelFolder.Open(path), ModelFolder.Open(folder.FullName));

            (model.Id, model.IsToy, model.GgufPath).Should().Be(("small", true, path));
            same.HashWeights().Should().Be(model.HashWeights()).And.NotBe(TinyJane.Folder.HashWeights());
            model.Manifest().Files.Select(file => file.Name).Should().Equal("small.gguf", "tokenizer.json", "tokenizer_config.json");
            model.Config.EndTokens.Should().Equal(0, 2);
            foreach (var name in new[] { "tokenizer.json", "tokenizer_config.json" }) File.Delete(Path.Combine(folder.FullName, name));
            ModelFolder.Open(path).Manifest().Files.Select(file => file.Name).Should().Equal("small.gguf");
            TinyJaneGguf.Write(folder.FullName, WeightType.Q80, "second.gguf");
            FluentActions.Invoking(() => ModelFolder.Open(folder.FullName)).Should().Throw<ModelFileException>().WithMessage("*several GGUF files*");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void The_shipped_model_is_marked_a_toy()
    {
        TinyJane.Folder.IsToy.Should().BeTrue();
        _model.EditJson("config.json", config => config.Remove("cocoon_toy"));
        ModelFolder.Open(_model.Path).IsToy.Should().BeFalse();
    }

    [Theory]
    [InlineData("google/gemma-3-270m@0123abc", ":", 64, true)]
    [InlineData("gemma@0123456789012345678901234567890123456789", ":", 64, true)]
    [InlineData("gemma@0123abc", ":", 63, false)]
    [InlineData("gemma@main", ":", 64, false)]
    [InlineData("gemma", ":", 64, false)]
    [InlineData("a/b/c@0123abc", ":", 64, false)]
    [InlineData("../c@0123abc", ":", 64, false)]
    [InlineData("gemma@0123abc", "", 64, false)]
    public void The_verity_form_is_name_commit_and_root(string start, string colon, int digits, bool holds)
    {
        var text = start + colon + new string('a', digits);

        VerityName.TryParse(text, out var name).Should().Be(holds);
        name?.ToString().Should().Be(text);
    }

    private void Change(string name)
    {
        using var file = File.Open(_model.File(name), FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        if (name.EndsWith(".json", StringComparison.Ordinal)) file.Seek(0, SeekOrigin.End);
        else file.Seek(-3, SeekOrigin.End);
        file.WriteByte((byte)' ');
    }

    private sealed class Progress : IProgress<HashProgress>
    {
        private readonly Lock _lock = new();

        public HashProgress Last { get; private set; }

        public void Report(HashProgress value)
        {
            lock (_lock)
                if (value.Done > Last.Done) Last = value;
        }
    }
}
