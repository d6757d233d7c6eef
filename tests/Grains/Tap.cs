using System.Collections;
using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Reflection;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Cocoon.Grains.Tests;

/// <summary>
/// Listens in everywhere in a silo: every grain call's arguments and result, every log line, every measurement. Looks through
/// whatever it hears for a text.
/// </summary>
public sealed class Tap : IIncomingGrainCallFilter, ILoggerProvider, ILogger
{
    private const int MaxDepth = 12;
    private const int MostItems = 1_000;

    private readonly ConcurrentQueue<(string Where, byte[] What)> _heard = new();
    private volatile bool _listens;

    /// <summary>Places where the text was heard while <paramref name="work"/> ran, and how much was heard in all.</summary>
    public async Task<(IReadOnlyList<string> Leaks, int Heard)> Listen(string text, Func<Task> work)
    {
        using var meters = new MeterListener { InstrumentPublished = static (instrument, listener) => listener.EnableMeasurementEvents(instrument) };
        meters.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Hear(instrument, tags));
        meters.SetMeasurementEventCallback<int>((instrument, _, tags, _) => Hear(instrument, tags));
        meters.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Hear(instrument, tags));
        meters.Start();
        _heard.Clear();
        _listens = true;
        await work();
        _listens = false;
        var needle = Encoding.UTF8.GetBytes(text);
        var all = _heard.ToArray();
        _heard.Clear();
        return ([.. all.Where(heard => heard.What.AsSpan().IndexOf(needle) >= 0).Select(heard => heard.Where).Distinct()], all.Length);
    }

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        var where = $"{context.InterfaceMethod.DeclaringType?.Name}.{context.InterfaceMethod.Name}";
        for (var i = 0; i < context.Request.GetArgumentCount(); i++) Hear($"argument of {where}", context.Request.GetArgument(i));
        await context.Invoke();
        Hear($"result of {where}", context.Result);
        Hear($"memory of {context.Grain?.GetType().Name}", context.Grain);
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Hear("the log", $"{formatter(state, exception)} {exception}");

    public void Dispose()
    {
        // The host disposes its logger providers; there is nothing to let go of.
    }

    private void Hear(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var tag in tags) Hear($"metric {instrument.Name}", tag.Value);
    }

    private void Hear(string where, object? value)
    {
        if (_listens) Hear(where, value, new HashSet<object>(ReferenceEqualityComparer.Instance), 0);
    }

    /// <summary>Texts and bytes in a value, however deep: what a serializer would write of it.</summary>
    private void Hear(string where, object? value, HashSet<object> seen, int depth)
    {
        if (value is null || depth > MaxDepth || !seen.Add(value)) return;
        switch (value)
        {
            case string text:
                _heard.Enqueue((where, Encoding.UTF8.GetBytes(text)));
                break;
            case byte[] bytes:
                _heard.Enqueue((where, bytes));
                break;
            case IEnumerable many:
                foreach (var one in many.Cast<object?>().Take(MostItems)) Hear(where, one, seen, depth + 1);
                break;
            case var own when IsOurs(own.GetType()):
                foreach (var field in Fields(own.GetType())) Hear(where, field.GetValue(own), seen, depth + 1);
                break;
        }
    }

    /// <summary>Our own values and grains, and the runtime's envelopes around them; not its machinery.</summary>
    private static bool IsOurs(Type type) => type.Namespace is { } space && !typeof(Delegate).IsAssignableFrom(type) && type != typeof(Tap)
        && (space.StartsWith("Cocoon.Core", StringComparison.Ordinal) || space.StartsWith("Cocoon.Grains", StringComparison.Ordinal)
            || (type.IsGenericType && space.StartsWith("Orleans", StringComparison.Ordinal)));

    private static IEnumerable<FieldInfo> Fields(Type type)
    {
        for (var at = type; at is not null && at != typeof(object); at = at.BaseType)
            foreach (var field in at.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)) yield return field;
    }
}
