using System.ComponentModel;
using System.Diagnostics;
using Cocoon.Inference.LlamaCpp.Child;

namespace Cocoon.Inference.LlamaCpp.Running;

/// <summary>
/// A child process in which llama.cpp runs. Whatever it does - end, stand still, send nonsense - becomes a
/// <see cref="LlamaCppException"/>, after which it has ended for good. Not thread-safe.
/// </summary>
internal sealed class LlamaProcess : IDisposable
{
    private readonly Process _process;
    private readonly FrameStream _frames;
    private readonly ITimer _watchdog;
    private volatile bool _late;
    private volatile string _lastWords = "";
    private readonly Lock _gate = new();
    private bool _ended;
    private bool _disposed;

    public LlamaProcess(ProcessStartInfo start, TimeProvider time)
    {
        try
        {
            _process = Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new LlamaCppException($"The process for llama.cpp cannot be started ('{start.FileName}'): {e.Message}", e);
        }
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        _process.BeginErrorReadLine();
        _frames = new FrameStream(_process.StandardOutput.BaseStream, _process.StandardInput.BaseStream);
        _watchdog = time.CreateTimer(_ => EndLate(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>For a request to write; <see cref="Exchange"/> sends it.</summary>
    public FrameWriter Request => _frames.Writer;

    public int Id => _process.Id;

    /// <summary>Sends the request and waits for its answer, of which nothing but its kind is wanted.</summary>
    public void Exchange(MessageKind expected, TimeSpan limit) => Exchange(expected, limit, static (ref _) => 0);

    /// <summary>Sends the request and waits for its answer.</summary>
    /// <param name="expected">The kind of answer.</param>
    /// <param name="limit">How long it may take.</param>
    /// <param name="read">Takes the answer apart.</param>
    /// <exception cref="LlamaCppException">The child refuses, and lives on; or it failed, and has ended.</exception>
    public T Exchange<T>(MessageKind expected, TimeSpan limit, AnswerReader<T> read)
    {
        if (_ended) throw new LlamaCppException("llama.cpp's process has ended.");
        _watchdog.Change(limit, Timeout.InfiniteTimeSpan);
        try
        {
            _frames.Send();
            var answer = _frames.Receive();
            if (answer.Kind == MessageKind.Failed) throw new LlamaCppException(answer.Text());
            if (answer.Kind != expected) throw new InvalidDataException($"llama.cpp's process answered with a message of kind {(int)answer.Kind}.");
            var result = read(ref answer);
            answer.End();
            return result;
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw Fail(e, limit);
        }
        finally
        {
            _watchdog.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Ends the child and says why.</summary>
    private LlamaCppException Fail(Exception cause, TimeSpan limit)
    {
        // Its output ended because it ends; otherwise it is ended now.
        var endedItself = cause is IOException && _process.WaitForExit(TimeSpan.FromSeconds(5)) && !_late;
        End();
        if (_late) return new LlamaCppException($"llama.cpp did not finish a step within {limit.TotalSeconds:0.#} s: its process was ended.", cause);
        return endedItself
            ? new LlamaCppException($"llama.cpp's process ended in the middle of its work (exit code {_process.ExitCode}).{_lastWords}", cause)
            : new LlamaCppException($"llama.cpp's process sent what it should not and was ended: {cause.Message}", cause);
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed) return;
            _disposed = true;
        }
        End();
        _watchdog.Dispose();
        _process.Dispose();
    }

    private void End()
    {
        if (_ended) return;
        _ended = true;
        _process.Kill();
        // Until then it would be a zombie, holding its memory.
        _process.WaitForExit();
    }

    private void EndLate()
    {
        lock (_gate)
        {
            if (_disposed) return;
            _late = true;
            _process.Kill();
        }
    }

    /// <summary>Of all that native code prints only failed assertions are kept: a place in its source, and no text of people.</summary>
    private void Hear(string? line)
    {
        if (line is not null && line.Contains("GGML_ASSERT", StringComparison.Ordinal)) _lastWords = " It said: " + line[..Math.Min(line.Length, 200)];
    }
}
