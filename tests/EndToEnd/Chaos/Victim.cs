using System.Diagnostics;

namespace Cocoon.EndToEnd.Tests.Chaos;

/// <summary>A process of the market that is killed and started again. It ends by itself when this process is gone.</summary>
internal sealed class Victim(string name, string readyLine, Func<ProcessStartInfo> command) : IAsyncDisposable
{
    private const int ErrorsKept = 40;
    private static readonly TimeSpan StartTime = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(60);

    private readonly Queue<string> _errors = new();
    private Process? _process;

    public string Name => name;

    public bool IsAlive => _process is { HasExited: false };

    /// <summary>What it last wrote to its standard error, over all its lives.</summary>
    public string Errors
    {
        get
        {
            lock (_errors) return string.Join('\n', _errors);
        }
    }

    /// <summary>Starts it and waits until it works.</summary>
    /// <returns>False when it ended before; what it needs may be dead.</returns>
    public async Task<bool> Start()
    {
        _process?.Dispose();
        var start = command();
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) = (true, true, true);
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginErrorReadLine();
        using var patience = new CancellationTokenSource(StartTime);
        try
        {
            while (await _process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
            {
                if (!line.Contains(readyLine, StringComparison.Ordinal)) continue;
                _ = _process.StandardOutput.ReadToEndAsync(CancellationToken.None); // keeps the pipe from filling up
                return true;
            }
            await _process.WaitForExitAsync(patience.Token);
            return false;
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"The {name} neither works nor ends {StartTime.TotalMinutes:0} minutes after its start. It says:\n{Errors}");
        }
    }

    public Task Say(string line) => _process!.StandardInput.WriteLineAsync(line);

    /// <summary>kill -9, also to what it has started itself.</summary>
    public async Task Kill()
    {
        _process!.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    /// <summary>Lets it end in order.</summary>
    public async Task Stop()
    {
        _process!.StandardInput.Close();
        using var patience = new CancellationTokenSource(StopTime);
        await _process.WaitForExitAsync(patience.Token);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is null) return;
        if (!_process.HasExited) await Kill();
        _process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is null) return;
        lock (_errors)
        {
            _errors.Enqueue(line);
            if (_errors.Count > ErrorsKept) _errors.Dequeue();
        }
    }
}
