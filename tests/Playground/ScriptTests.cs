using System.Diagnostics;
using System.Reflection;

namespace Cocoon.Playground.Tests;

/// <summary>The pure parts of the page under Node.js, where they take milliseconds: see the folder js.</summary>
public sealed class ScriptTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task The_pure_scripts_pass_their_own_tests()
    {
        var folder = typeof(ScriptTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == "ScriptTests").Value!;
        var start = new ProcessStartInfo("node", ["--test", "--test-reporter=tap", Path.Combine(folder, "receipt.test.mjs")]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience);

        var output = await process.StandardOutput.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);

        process.ExitCode.Should().Be(0, output);
        output.Should().Contain("# pass 7", "tests that were not found have not passed");
    }
}
