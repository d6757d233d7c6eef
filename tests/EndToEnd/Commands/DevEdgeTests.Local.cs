namespace Cocoon.EndToEnd.Tests.Commands;

/// <summary>A market of one process has nobody who could dial out to it.</summary>
public sealed class DevEdgeTests
{
    [Fact]
    public async Task It_is_said_before_anything_is_started()
    {
        using var folder = new TestFolder();
        using var dev = CocoonProcess.Start(null, "dev", "--edge", "--state", folder.Path, "--port", "0");

        var (code, _, errors) = await dev.End();

        code.Should().Be(1);
        errors.Should().StartWith("cocoon: This build runs on LocalRuntime").And.Contain("--edge").And.NotContain("   at ");
        Directory.EnumerateFileSystemEntries(folder.Path).Should().BeEmpty();
    }
}
