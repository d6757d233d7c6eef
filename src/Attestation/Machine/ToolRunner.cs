using System.ComponentModel;
using System.Diagnostics;

namespace Cocoon.Attestation.Machine;

/// <summary>Runs programs with a limit on time and output. Thread-safe.</summary>
/// <param name="limit">Longest run.</param>
/// <param name="time">The clock.</param>
internal sealed class ToolRunner(TimeSpan limit, TimeProvider time) : IToolRunner
{
    /// <summary>Most characters of output that are kept; evidence of eight GPUs has under a million.</summary>
    private const int MaxOutput = 4 << 20;

    public async Task<ToolResult?> Run(string program, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        using var process = Start(program, arguments);
        if (process is null) return null;
        using var timer = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            var errors = Drain(process.StandardError, either.Token);
            var output = await Drain(process.StandardOutput, either.Token);
            await errors;
            await process.WaitForExitAsync(either.Token);
            return new ToolResult(process.ExitCode, output);
        }
        catch (OperationCanceledException) when (timer.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new ToolResult(null, "");
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    private static Process? Start(string program, IReadOnlyList<string> arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true });
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    /// <summary>Reads to the end, so that the program never waits for us, and keeps what fits.</summary>
    private static async Task<string> Drain(StreamReader reader, CancellationToken cancellationToken)
    {
        var kept = new System.Text.StringBuilder();
        var buffer = new char[4096];
        while (await reader.ReadAsync(buffer, cancellationToken) is > 0 and var count)
            kept.Append(buffer, 0, Math.Min(count, MaxOutput - kept.Length));
        return kept.ToString();
    }
}
