using System.Diagnostics;
using System.Globalization;

namespace Cocoon.ClusterKit.Processes;

/// <summary>
/// A process of the cluster: started, asked to stop, killed, started again. A small shell stands over each one, which kills
/// it when this process is gone, however that happened; so nothing outlives a test that crashed. Not thread-safe.
/// </summary>
/// <param name="name">For messages and for its log file.</param>
/// <param name="command">Program and arguments.</param>
/// <param name="logFile">Gets what it writes, over all its lives.</param>
internal sealed class OwnProcess(string name, IReadOnlyList<string> command, string logFile) : IAsyncDisposable
{
    // Says the id of the process, and reads its own input, which ends when the parent does. The process gets no input.
    private const string Watch = """
        exec 3<&0 2>/dev/null; log=$1; shift; "$@" >>"$log" 2>&1 </dev/null 3<&- & child=$!; echo $child
        { read -r _ <&3; kill -9 $child; } 2>/dev/null >/dev/null & watcher=$!
        wait $child; code=$?; kill $watcher 2>/dev/null; exit $code
        """;

    private const int LogTailLines = 30;

    private Process? _shell;

    public string Name => name;

    /// <summary>Environment of the next start, besides this process's own.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    public int Id { get; private set; }

    public bool IsAlive => _shell is { HasExited: false };

    /// <summary>Lives so far.</summary>
    public int Starts { get; private set; }

    public async Task Start()
    {
        if (IsAlive) throw new InvalidOperationException($"{name} runs already.");
        _shell?.Dispose();
        var start = new ProcessStartInfo("/bin/sh", ["-c", Watch, "sh", logFile, .. command])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, WorkingDirectory = Path.GetDirectoryName(logFile)!,
        };
        foreach (var (key, value) in Environment) start.Environment[key] = value;
        _shell = Process.Start(start)!;
        var line = await _shell.StandardOutput.ReadLineAsync();
        Id = int.TryParse(line, CultureInfo.InvariantCulture, out var id) ? id : throw new ClusterException($"{name} could not be started: {LogTail()}");
        Starts++;
    }

    /// <summary>kill -9; returns when it is gone.</summary>
    public async Task Kill()
    {
        if (!IsAlive) return;
        Signal(PosixSignals.Kill);
        await _shell!.WaitForExitAsync();
    }

    /// <summary>SIGTERM; returns when it is gone.</summary>
    /// <returns>Its exit code.</returns>
    /// <exception cref="ClusterException">It is still there after <paramref name="patience"/>, and was killed.</exception>
    public async Task<int> Stop(TimeSpan patience)
    {
        if (!IsAlive) return _shell?.ExitCode ?? 0;
        Signal(PosixSignals.Terminate);
        using var waiting = new CancellationTokenSource(patience);
        try
        {
            await _shell!.WaitForExitAsync(waiting.Token);
            return _shell.ExitCode;
        }
        catch (OperationCanceledException)
        {
            await Kill();
            throw new ClusterException($"{name} did not stop within {patience.TotalSeconds:0} s of SIGTERM. It said last:\n{LogTail()}");
        }
    }

    public Task Exited => _shell?.WaitForExitAsync() ?? Task.CompletedTask;

    public int ExitCode => _shell!.ExitCode;

    /// <summary>What it said last.</summary>
    public string LogTail() => File.Exists(logFile) ? string.Join('\n', File.ReadLines(logFile).TakeLast(LogTailLines)) : "(nothing)";

    public async ValueTask DisposeAsync()
    {
        await Kill();
        _shell?.Dispose();
    }

    private void Signal(int signal) => PosixSignals.Send(Id, signal);
}
