using System.Collections.Concurrent;
using System.Reflection;

namespace Cocoon.LocalRuntime.Copying;

/// <summary>
/// Copies unknown implementations of collection interfaces, such as the list behind a collection expression or a LINQ query:
/// a list, a set or a dictionary arrives. Thread-safe.
/// </summary>
internal static class InterfaceCopiers
{
    private static readonly ConcurrentDictionary<Type, TypeCopier> Copiers = new();

    private static readonly Dictionary<Type, string> Generic = new()
    {
        [typeof(IEnumerable<>)] = nameof(AsList),
        [typeof(ICollection<>)] = nameof(AsList),
        [typeof(IReadOnlyCollection<>)] = nameof(AsList),
        [typeof(IList<>)] = nameof(AsList),
        [typeof(IReadOnlyList<>)] = nameof(AsList),
        [typeof(ISet<>)] = nameof(AsSet),
        [typeof(IReadOnlySet<>)] = nameof(AsSet),
        [typeof(IDictionary<,>)] = nameof(AsDictionary),
        [typeof(IReadOnlyDictionary<,>)] = nameof(AsDictionary),
    };

    /// <summary>The copier for values declared as this interface; null if it is not a collection interface.</summary>
    public static TypeCopier? Find(Type declaredType) =>
        declaredType.IsGenericType && Generic.TryGetValue(declaredType.GetGenericTypeDefinition(), out var name)
            ? Copiers.GetOrAdd(declaredType, type => typeof(InterfaceCopiers).GetMethod(name, BindingFlags.NonPublic | BindingFlags.Static)!
                .MakeGenericMethod(type.GetGenericArguments()).CreateDelegate<TypeCopier>())
            : null;

    private static List<T> AsList<T>(object value, CopyContext context)
    {
        var to = new List<T>();
        context.Record(value, to);
        foreach (var item in (IEnumerable<T>)value) to.Add(context.Copy(item));
        return to;
    }

    private static HashSet<T> AsSet<T>(object value, CopyContext context)
    {
        var to = new HashSet<T>();
        context.Record(value, to);
        foreach (var item in (IEnumerable<T>)value) to.Add(context.Copy(item));
        return to;
    }

    private static Dictionary<TKey, TValue> AsDictionary<TKey, TValue>(object value, CopyContext context) where TKey : notnull
    {
        var to = new Dictionary<TKey, TValue>();
        context.Record(value, to);
        foreach (var (key, item) in (IEnumerable<KeyValuePair<TKey, TValue>>)value) to.Add(context.Copy(key), context.Copy(item));
        return to;
    }
}
