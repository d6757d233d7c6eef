using System.Collections.Concurrent;
using System.Net;
using System.Numerics;
using System.Reflection;
using Orleans;
using Orleans.Runtime;

namespace Cocoon.LocalRuntime.Copying;

/// <summary>Which types may be shared between caller and callee. Thread-safe.</summary>
internal static class ImmutableTypes
{
    private static readonly ConcurrentDictionary<Type, bool> Known = new();

    private static readonly HashSet<Type> Leaves =
    [
        typeof(string), typeof(decimal), typeof(Guid), typeof(DateTime), typeof(DateTimeOffset), typeof(TimeSpan), typeof(DateOnly), typeof(TimeOnly),
        typeof(BigInteger), typeof(Int128), typeof(UInt128), typeof(Half), typeof(Complex), typeof(Uri), typeof(Version), typeof(IPAddress), typeof(IPEndPoint),
        typeof(CancellationToken), typeof(System.Text.Rune), typeof(Index), typeof(Range), typeof(DBNull),
        typeof(IdSpan), typeof(GrainId), typeof(GrainType), typeof(GrainInterfaceType), typeof(ActivationId), typeof(TickStatus),
    ];

    private static readonly HashSet<Type> Wrappers =
    [
        typeof(Nullable<>), typeof(KeyValuePair<,>), typeof(Tuple<>), typeof(Tuple<,>), typeof(Tuple<,,>), typeof(Tuple<,,,>), typeof(Tuple<,,,,>),
        typeof(ValueTuple<>), typeof(ValueTuple<,>), typeof(ValueTuple<,,>), typeof(ValueTuple<,,,>), typeof(ValueTuple<,,,,>), typeof(ValueTuple<,,,,,>), typeof(ValueTuple<,,,,,,>),
        typeof(System.Collections.Immutable.ImmutableArray<>), typeof(System.Collections.Immutable.ImmutableList<>), typeof(System.Collections.Immutable.ImmutableDictionary<,>),
        typeof(System.Collections.Immutable.ImmutableHashSet<>), typeof(System.Collections.Immutable.ImmutableSortedDictionary<,>), typeof(System.Collections.Immutable.ImmutableSortedSet<>),
        typeof(System.Collections.Immutable.ImmutableQueue<>), typeof(System.Collections.Immutable.ImmutableStack<>),
    ];

    public static bool Contains(Type type) => Known.TryGetValue(type, out var known) ? known : Known.GetOrAdd(type, Decide);

    private static bool Decide(Type type)
    {
        if (type.IsPrimitive || type.IsEnum || Leaves.Contains(type)) return true;
        if (type.IsDefined(typeof(ImmutableAttribute), inherit: false)) return type.IsSealed || type.IsValueType;
        // References to grains, exceptions and types themselves are shared, whatever their exact class.
        if (typeof(GrainReference).IsAssignableFrom(type) || typeof(Exception).IsAssignableFrom(type) || typeof(Type).IsAssignableFrom(type)) return true;
        if (type.IsGenericType && Wrappers.Contains(type.GetGenericTypeDefinition())) return type.GetGenericArguments().All(Contains);
        return type.IsValueType && type.IsDefined(typeof(GenerateSerializerAttribute))
            && SerializableMembers.Fields(type) is var fields && fields.Count == AllFields(type) && fields.All(field => Contains(field.FieldType));
    }

    private static int AllFields(Type type) => type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Length;
}
