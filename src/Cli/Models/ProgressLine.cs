using Cocoon.Inference.Models.Identity;

namespace Cocoon.Cli.Models;

/// <summary>How far the hashing of a model is, on one line of a terminal. Thread-safe.</summary>
internal sealed class ProgressLine : IProgress<HashProgress>
{
    private readonly Lock _lock = new();
    private int _shown = -1;

    /// <summary>Null where nobody watches.</summary>
    public static ProgressLine? ForTerminal() => Console.IsErrorRedirected ? null : new ProgressLine();

    public void Report(HashProgress value)
    {
        var percent = (int)(100 * value.Done / value.Total);
        lock (_lock)
        {
            if (percent <= _shown) return;
            _shown = percent;
            Console.Error.Write(percent < 100 ? $"\rreading {percent} %" : "\r             \r");
        }
    }
}
