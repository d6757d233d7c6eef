using Cocoon.Cli;

namespace Cocoon.EndToEnd.Tests.Commands;

/// <summary>A build that is one process cannot be a provider's machine beside a market.</summary>
public sealed class JoinStartTests
{
    [Fact]
    public async Task It_is_said_before_anything_is_made()
    {
        using var folder = new TestFolder();
        using var join = CocoonProcess.Start(null, "provider", "join", "--gateway", "http://127.0.0.1:1", "--model", ProjectRoot.Model, "--prompt", "20", "--completion", "60", "--folder", folder.Path);

        var (code, _, errors) = await join.End();

        code.Should().Be(1);
        errors.Should().StartWith("cocoon: This build runs on LocalRuntime").And.Contain("--no-start").And.Contain("nothing paid");
        Directory.EnumerateFileSystemEntries(folder.Path).Should().BeEmpty();
    }
}
