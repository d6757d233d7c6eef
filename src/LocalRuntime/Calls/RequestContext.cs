using Orleans.Core.Internal;

namespace Orleans.Runtime;

/// <summary>
/// Values that travel with a chain of calls, callee-wards only. Anyone can set them: they are claims, not proof.
/// </summary>
public static class RequestContext
{
    private const string ReentrancyKey = "#CCR";
    private static readonly AsyncLocal<Dictionary<string, object>?> Values = new();

    public static IEnumerable<string> Keys => Values.Value?.Keys ?? Enumerable.Empty<string>();

    public static IEnumerable<KeyValuePair<string, object>> Entries => Values.Value ?? Enumerable.Empty<KeyValuePair<string, object>>();

    /// <summary>The call chain that may re-enter, or an empty Guid.</summary>
    public static Guid ReentrancyId
    {
        get => Get(ReentrancyKey) is Guid id ? id : Guid.Empty;
        set
        {
            if (value == Guid.Empty) Remove(ReentrancyKey);
            else Set(ReentrancyKey, value);
        }
    }

    // Never mutated once published here: every change makes a new dictionary, so calls may share it.
    internal static Dictionary<string, object>? Current
    {
        get => Values.Value;
        set
        {
            if (!ReferenceEquals(Values.Value, value)) Values.Value = value;
        }
    }

    public static object? Get(string key) => Values.Value is { } values && values.TryGetValue(key, out var value) ? value : null;

    public static void Set(string key, object value) =>
        Values.Value = new Dictionary<string, object>(Values.Value ?? [], StringComparer.Ordinal) { [key] = value };

    public static bool Remove(string key)
    {
        if (Values.Value is not { } values || !values.ContainsKey(key)) return false;
        var rest = new Dictionary<string, object>(values, StringComparer.Ordinal);
        rest.Remove(key);
        Values.Value = rest.Count == 0 ? null : rest;
        return true;
    }

    public static void Clear() => Current = null;

    /// <summary>Until disposal, calls made from here may come back into this activation while it waits for them.</summary>
    public static ReentrancySection AllowCallChainReentrancy()
    {
        var current = ReentrancyId;
        return new ReentrancySection(current, current == Guid.Empty ? Guid.NewGuid() : current);
    }

    /// <summary>Until disposal, calls made from here may not re-enter.</summary>
    public static ReentrancySection SuppressCallChainReentrancy() => new(ReentrancyId, Guid.Empty);

    /// <summary>A scope opened by <see cref="AllowCallChainReentrancy"/> or <see cref="SuppressCallChainReentrancy"/>.</summary>
    public readonly struct ReentrancySection : IDisposable
    {
        private readonly Guid _originalId;
        private readonly Guid _newId;

        public ReentrancySection(Guid originalReentrancyId, Guid newReentrancyId)
        {
            _originalId = originalReentrancyId;
            _newId = newReentrancyId;
            if (newReentrancyId != originalReentrancyId) ReentrancyId = newReentrancyId;
            if (newReentrancyId != Guid.Empty) (RuntimeContext.Current as ICallChainReentrantGrainContext)?.OnEnterReentrantSection(newReentrancyId);
        }

        public void Dispose()
        {
            if (_newId != Guid.Empty) (RuntimeContext.Current as ICallChainReentrantGrainContext)?.OnExitReentrantSection(_newId);
            if (_newId != _originalId) ReentrancyId = _originalId;
        }
    }
}
