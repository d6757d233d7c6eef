using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using Cocoon.Cli.Dev;

namespace Cocoon.Conformance.Tests;

/// <summary>Runs a script of the folder "node" and reads its JSON lines.</summary>
internal static class NodeScript
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private static readonly string Folder = typeof(NodeScript).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == "NodeScripts").Value!;

    public static async Task<IReadOnlyList<NodeCheck>> Run(string script, DevNode node)
    {
        if (!Directory.Exists(Path.Combine(Folder, "node_modules")))
            throw new InvalidOperationException("The npm SDKs are not installed. Run: (cd tests/Conformance/node && npm ci --ignore-scripts)");
        var start = new ProcessStartInfo("node", [Path.Combine(Folder, script)]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["COCOON_ENDPOINT"] = node.Address.ToString();
        start.Environment["COCOON_API_KEY"] = node.ApiKey.Reveal();
        start.Environment["COCOON_MODEL"] = node.Model.Id;
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var errors = process.StandardError.ReadToEndAsync(patience.Token);
            var lines = await process.StandardOutput.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            if (process.ExitCode != 0) throw new InvalidOperationException($"{script} ended with {process.ExitCode}: {await errors}");
            return [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<NodeCheck>(line, JsonSerializerOptions.Web)!)];
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }
}
