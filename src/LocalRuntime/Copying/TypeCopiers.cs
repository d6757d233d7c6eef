using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Collections.ObjectModel;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Orleans;
using Orleans.Serialization;

namespace Cocoon.LocalRuntime.Copying;

/// <summary>Finds the way to copy a type that is not immutable.</summary>
[SuppressMessage("Performance", "CA1859", Justification = "All copiers have the signature of TypeCopier, which they become by reflection.")]
internal static class TypeCopiers
{
    private static readonly Dictionary<Type, string> Generic = new()
    {
        [typeof(List<>)] = nameof(CopyList),
        [typeof(Dictionary<,>)] = nameof(CopyDictionary),
        [typeof(SortedDictionary<,>)] = nameof(CopySortedDictionary),
        [typeof(HashSet<>)] = nameof(CopyHashSet),
        [typeof(SortedSet<>)] = nameof(CopySortedSet),
        [typeof(Queue<>)] = nameof(CopyQueue),
        [typeof(Stack<>)] = nameof(CopyStack),
        [typeof(Nullable<>)] = nameof(CopyNullable),
        [typeof(KeyValuePair<,>)] = nameof(CopyPair),
        [typeof(Memory<>)] = nameof(CopyMemory),
        [typeof(ReadOnlyMemory<>)] = nameof(CopyReadOnlyMemory),
        [typeof(ArraySegment<>)] = nameof(CopySegment),
        [typeof(Collection<>)] = nameof(CopyCollection),
        [typeof(ReadOnlyCollection<>)] = nameof(CopyReadOnlyCollection),
        [typeof(ConcurrentDictionary<,>)] = nameof(CopyConcurrentDictionary),
        [typeof(ImmutableArray<>)] = nameof(CopyImmutableArray),
        [typeof(ImmutableList<>)] = nameof(CopyImmutableList),
        [typeof(ImmutableDictionary<,>)] = nameof(CopyImmutableDictionary),
    };

    /// <summary>The copier of a type; null if there is no way to copy it.</summary>
    public static TypeCopier? Find(Type type)
    {
        if (type == typeof(object)) return static (value, _) => value;
        if (type.IsDefined(typeof(ImmutableAttribute), inherit: false)) return static (value, _) => value;
        if (type.IsSZArray) return Bind(nameof(CopyArray), type.GetElementType()!);
        if (type.IsGenericType && Generic.TryGetValue(type.GetGenericTypeDefinition(), out var name)) return Bind(name, type.GetGenericArguments());
        if (typeof(System.Runtime.CompilerServices.ITuple).IsAssignableFrom(type) && type.Namespace == nameof(System)) return CopyTuple;
        return type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false) ? MemberCopier.Create(type) : null;
    }

    /// <summary>What to tell who tried to pass a value that cannot be copied.</summary>
    public static CodecNotFoundException Unknown(Type type) => new(typeof(IGrainBase).IsAssignableFrom(type)
        ? $"A grain passed itself as {type.FullName}. Pass this.AsReference<IYourGrain>() instead."
        : $"Could not find a copier for type {type.FullName}, so it cannot cross a grain call. Mark it [GenerateSerializer] and its members [Id(n)], or pass one of the known collections.");

    private static TypeCopier Bind(string name, params Type[] arguments) =>
        typeof(TypeCopiers).GetMethod(name, BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(arguments).CreateDelegate<TypeCopier>();

    private static object CopyArray<T>(object value, CopyContext context)
    {
        var from = (T[])value;
        var to = new T[from.Length];
        context.Record(from, to);
        if (DeepCopier.IsImmutable(typeof(T))) from.CopyTo(to, 0);
        else for (var i = 0; i < from.Length; i++) to[i] = context.Copy(from[i]);
        return to;
    }

    private static object CopyList<T>(object value, CopyContext context)
    {
        var from = (List<T>)value;
        if (DeepCopier.IsImmutable(typeof(T))) return Recorded(context, from, new List<T>(from));
        var to = Recorded(context, from, new List<T>(from.Count));
        foreach (var item in from) to.Add(context.Copy(item));
        return to;
    }

    private static object CopyDictionary<TKey, TValue>(object value, CopyContext context) where TKey : notnull
    {
        var from = (Dictionary<TKey, TValue>)value;
        var to = Recorded(context, from, new Dictionary<TKey, TValue>(from.Count, from.Comparer));
        foreach (var (key, item) in from) to.Add(context.Copy(key), context.Copy(item));
        return to;
    }

    private static object CopySortedDictionary<TKey, TValue>(object value, CopyContext context) where TKey : notnull
    {
        var from = (SortedDictionary<TKey, TValue>)value;
        var to = Recorded(context, from, new SortedDictionary<TKey, TValue>(from.Comparer));
        foreach (var (key, item) in from) to.Add(context.Copy(key), context.Copy(item));
        return to;
    }

    private static object CopyHashSet<T>(object value, CopyContext context)
    {
        var from = (HashSet<T>)value;
        var to = Recorded(context, from, new HashSet<T>(from.Count, from.Comparer));
        foreach (var item in from) to.Add(context.Copy(item));
        return to;
    }

    private static object CopySortedSet<T>(object value, CopyContext context)
    {
        var from = (SortedSet<T>)value;
        var to = Recorded(context, from, new SortedSet<T>(from.Comparer));
        foreach (var item in from) to.Add(context.Copy(item));
        return to;
    }

    private static object CopyQueue<T>(object value, CopyContext context)
    {
        var from = (Queue<T>)value;
        var to = Recorded(context, from, new Queue<T>(from.Count));
        foreach (var item in from) to.Enqueue(context.Copy(item));
        return to;
    }

    private static object CopyStack<T>(object value, CopyContext context)
    {
        var from = (Stack<T>)value;
        var to = Recorded(context, from, new Stack<T>(from.Count));
        foreach (var item in from.Reverse()) to.Push(context.Copy(item));
        return to;
    }

    private static object CopyCollection<T>(object value, CopyContext context)
    {
        var from = (Collection<T>)value;
        var to = Recorded(context, from, new Collection<T>());
        foreach (var item in from) to.Add(context.Copy(item));
        return to;
    }

    private static object CopyReadOnlyCollection<T>(object value, CopyContext context) => new ReadOnlyCollection<T>(((ReadOnlyCollection<T>)value).Select(context.Copy).ToList());

    private static object CopyConcurrentDictionary<TKey, TValue>(object value, CopyContext context) where TKey : notnull
    {
        var from = (ConcurrentDictionary<TKey, TValue>)value;
        var to = Recorded(context, from, new ConcurrentDictionary<TKey, TValue>(from.Comparer));
        foreach (var (key, item) in from) to[context.Copy(key)] = context.Copy(item);
        return to;
    }

    private static object CopyNullable<T>(object value, CopyContext context) where T : struct => context.Copy((T)value);

    private static object CopyPair<TKey, TValue>(object value, CopyContext context)
    {
        var (key, item) = (KeyValuePair<TKey, TValue>)value;
        return KeyValuePair.Create(context.Copy(key), context.Copy(item));
    }

    private static object CopyMemory<T>(object value, CopyContext context) => new Memory<T>((T[])CopyArray<T>(((Memory<T>)value).ToArray(), context));

    private static object CopyReadOnlyMemory<T>(object value, CopyContext context) => new ReadOnlyMemory<T>((T[])CopyArray<T>(((ReadOnlyMemory<T>)value).ToArray(), context));

    private static object CopySegment<T>(object value, CopyContext context) => new ArraySegment<T>((T[])CopyArray<T>(((ArraySegment<T>)value).ToArray(), context));

    private static object CopyImmutableArray<T>(object value, CopyContext context)
    {
        var from = (ImmutableArray<T>)value;
        return from.IsDefault ? from : ImmutableArray.CreateRange(from, context.Copy);
    }

    private static object CopyImmutableList<T>(object value, CopyContext context) => ImmutableList.CreateRange(((ImmutableList<T>)value).Select(context.Copy));

    private static object CopyImmutableDictionary<TKey, TValue>(object value, CopyContext context) where TKey : notnull
    {
        var from = (ImmutableDictionary<TKey, TValue>)value;
        return from.Clear().AddRange(from.Select(pair => KeyValuePair.Create(context.Copy(pair.Key), context.Copy(pair.Value))));
    }

    private static object CopyTuple(object value, CopyContext context)
    {
        var tuple = (System.Runtime.CompilerServices.ITuple)value;
        if (tuple.Length > 7) throw new CodecNotFoundException("Tuples of more than seven items cannot cross a grain call. Use a record with [GenerateSerializer].");
        var items = new object?[tuple.Length];
        var types = value.GetType().GetGenericArguments();
        for (var i = 0; i < items.Length; i++) items[i] = context.Copy(tuple[i], types[i]);
        return Activator.CreateInstance(value.GetType(), items)!;
    }

    private static T Recorded<T>(CopyContext context, object original, T copy) where T : class
    {
        context.Record(original, copy);
        return copy;
    }
}
