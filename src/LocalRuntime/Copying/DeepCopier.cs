using System.Collections.Concurrent;

namespace Cocoon.LocalRuntime.Copying;

/// <summary>
/// Copies what crosses a grain call, so that caller and callee never share an object that one of them could change. Follows
/// Orleans' rules: immutable types are passed as they are, collections and [GenerateSerializer] types are copied member by
/// member, shared and circular references keep their shape, and other types are refused. Thread-safe.
/// </summary>
internal static class DeepCopier
{
    private static readonly ConcurrentDictionary<Type, TypeCopier> Copiers = new();

    [ThreadStatic]
    private static CopyContext? t_context;

    /// <summary>Whether every value of the static type <paramref name="type"/> may be shared.</summary>
    public static bool IsImmutable(Type type) => ImmutableTypes.Contains(type);

    /// <exception cref="Orleans.Serialization.CodecNotFoundException">The value, or something in it, has no serializer.</exception>
    public static object? Copy(object? value, Type declaredType)
    {
        if (value is null || IsImmutable(value.GetType())) return value;
        var context = t_context ?? new CopyContext();
        t_context = null;
        try
        {
            return context.Copy(value, declaredType);
        }
        finally
        {
            context.Clear();
            t_context = context;
        }
    }

    /// <param name="type">The exact type of the value.</param>
    /// <param name="declaredType">What it is declared as: an unknown implementation of a collection interface is copied as that.</param>
    public static TypeCopier CopierOf(Type type, Type declaredType)
    {
        if (Copiers.TryGetValue(type, out var copier)) return copier;
        if (TypeCopiers.Find(type) is { } found) return Copiers.GetOrAdd(type, found);
        return InterfaceCopiers.Find(declaredType) ?? throw TypeCopiers.Unknown(type);
    }
}
