using System.CommandLine;
using Cocoon.Cli;
using Cocoon.Cli.Models;
using Cocoon.Inference.Models;

namespace Cocoon.EndToEnd.Tests.Commands;

/// <summary>"cocoon model" on a store of its own.</summary>
public sealed class ModelCommandTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_model_is_added_shown_checked_and_removed()
    {
        var hash = ModelFolder.Open(ProjectRoot.Model).HashWeights();
        (await Run("list")).Should().Be((0, $"There are no models in {_folder.Path}. Add one with ./cocoon model add PATH.\n"));

        var (code, added) = await Run("add", ProjectRoot.Model, "--name", "jane", "--revision", "v1", "--hash", hash);

        (code, added).Should().Be((0, $"""
            jane
              hash         {hash}
              revision     v1
              size         7.4 MB
              architecture Llama, 4 layers, hidden size 256, vocabulary 2048
              precision    bf16
              context      512 tokens
              memory       7.3 MB, and 2.1 MB for each sequence of full length
              toy          for trying out only

            """.ReplaceLineEndings("\n")));
        (await Run("list")).Should().Be((0, added));
        (await Run("verify")).Should().Be((0, $"ok  jane@v1:{hash}\n"));
        (await Run("remove", "jane")).Should().Be((0, "Removed jane.\n"));
        (await Run("verify", "jane")).Code.Should().Be(1);
    }

    [Fact]
    public async Task A_model_that_has_changed_is_an_error()
    {
        (await Run("add", ProjectRoot.Model)).Code.Should().Be(0);
        await File.AppendAllTextAsync(Path.Combine(_folder.Path, "tiny-jane", "config.json"), " ");

        (await Run("verify")).Code.Should().Be(1);
        (await Run("add", ProjectRoot.Model, "--name", "other", "--hash", "12")).Code.Should().Be(1);
    }

    private async Task<(int Code, string Output)> Run(params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        var code = await ModelCommand.Create().Parse([.. arguments, "--store", _folder.Path]).InvokeAsync(new InvocationConfiguration { Output = output });
        return (code, output.ToString());
    }
}
