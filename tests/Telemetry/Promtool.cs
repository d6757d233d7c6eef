using System.Diagnostics;

namespace Cocoon.Telemetry.Tests;

/// <summary>Prometheus' own tool, which CI installs (Debian package prometheus).</summary>
internal static class Promtool
{
    public static async Task<(int Code, string Output)> Run(string input, params string[] arguments)
    {
        var start = new ProcessStartInfo("promtool", arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("promtool did not start.");
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }
}
