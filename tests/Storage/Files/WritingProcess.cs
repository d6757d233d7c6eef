using System.Collections.Concurrent;
using System.Diagnostics;

namespace Cocoon.Storage.Tests.Files;

/// <summary>A child process that writes as fast as it can until it is told to stop, and says each write that was acknowledged.</summary>
internal sealed class WritingProcess : IDisposable
{
    private const int Writers = 12;
    private readonly ConcurrentQueue<LoggedWrite> _log = new();
    private readonly Process _process;

    public WritingProcess(string path)
    {
        _process = new Process { StartInfo = ChildProcess.Of("write-until-told", path) };
        _process.StartInfo.RedirectStandardInput = true;
        _process.OutputDataReceived += (_, line) =>
        {
            if (LoggedWrite.Parse(line.Data) is { } write) _log.Enqueue(write);
        };
        _process.Start();
        _process.BeginOutputReadLine();
    }

    /// <summary>Every write that was acknowledged, as far as the news has come.</summary>
    public IReadOnlyCollection<LoggedWrite> Log => _log;

    /// <summary>Waits until so many writes more were acknowledged.</summary>
    public async Task Advance(int writes)
    {
        var goal = _log.Count + writes;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (_log.Count < goal)
        {
            if (_process.HasExited) throw new InvalidOperationException($"The writer ended with exit code {_process.ExitCode}.");
            await Task.Delay(1, limit.Token);
        }
    }

    /// <summary>Does something while the process stands still in the middle of whatever it was doing.</summary>
    public T Frozen<T>(Func<T> take)
    {
        Libc.Stop(_process.Id);
        try
        {
            return take();
        }
        finally
        {
            Libc.Continue(_process.Id);
        }
    }

    /// <summary>Lets it finish; the log is complete then.</summary>
    public async Task Finish()
    {
        await _process.StandardInput.WriteLineAsync("stop");
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }

    /// <summary>The child's side.</summary>
    public static async Task<int> Run(string path)
    {
        using var stop = new CancellationTokenSource();
        await using var store = SqliteStore.Open(path);
        var output = TextWriter.Synchronized(new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true });
        var writing = Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() => Write(store, writer, output, stop.Token))));
        await Console.In.ReadLineAsync();
        await stop.CancelAsync();
        await writing;
        return 0;
    }

    private static async Task Write(SqliteStore store, int writer, TextWriter output, CancellationToken stop)
    {
        long? etag = null;
        for (var value = 1; !stop.IsCancellationRequested; value++)
        {
            etag = await store.Write(LoggedWrite.State, LoggedWrite.GrainOf(writer), LoggedWrite.Payload(writer, value), etag, CancellationToken.None);
            await output.WriteLineAsync(new LoggedWrite(etag.Value, writer, value).ToString());
        }
    }
}
