using System.Diagnostics;
using Cocoon.CrashHost;

namespace Cocoon.EndToEnd.Tests.Crashes;

/// <summary>A market in a process of its own that dies at a given point.</summary>
internal sealed class CrashingProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Process _process;

    private CrashingProcess(Process process, Uri address, string apiKey)
    {
        _process = process;
        Address = address;
        ApiKey = apiKey;
    }

    public Uri Address { get; }
    public string ApiKey { get; }

    public static async Task<CrashingProcess> Start(string stateFolder, CrashPoint point)
    {
        var process = Process.Start(new ProcessStartInfo("dotnet")
        {
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "Cocoon.CrashHost.dll"), stateFolder, point.ToString() },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(Patience);
        var line = await process.StandardOutput.ReadLineAsync(patience.Token);
        if (line?.Split(' ') is not ["ready", var address, var key]) throw new InvalidOperationException($"The crash host did not start: {await errors}");
        return new CrashingProcess(process, new Uri(address), key);
    }

    public Task Settle() => _process.StandardInput.WriteLineAsync("settle");

    public async Task<int> Death()
    {
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
