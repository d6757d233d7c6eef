using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Cocoon.Telemetry.Tests.Market;

/// <summary>Keeps every log line with its state and exception, of all levels.</summary>
internal sealed class ListLogger : ILoggerProvider, ILogger
{
    public ConcurrentQueue<string> Lines { get; } = new();

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull
    {
        Lines.Enqueue(state is IEnumerable<KeyValuePair<string, object?>> values ? string.Join(", ", values) : $"{state}");
        return null;
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var values = state is IEnumerable<KeyValuePair<string, object?>> named ? string.Join(", ", named) : "";
        Lines.Enqueue($"{logLevel} {eventId.Id} {formatter(state, exception)} {values} {exception}");
    }

    public void Dispose()
    {
    }
}
