using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Concurrency;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Cocoon.LocalRuntime.Grains;

/// <summary>What is known about one grain class, found out once for all hosts of the process. Immutable.</summary>
internal sealed class GrainClass
{
    // Weak: a class whose assembly is unloaded takes its entry along.
    private static readonly ConditionalWeakTable<Type, GrainClass> Known = [];

    private readonly ObjectFactory _factory;
    private readonly PersistentStateParameter[] _states;
    private readonly Func<object?, IInvokable, bool>? _mayInterleave;

    private GrainClass(Type type)
    {
        Type = type;
        GrainType = NameOf(type);
        IsReentrant = type.IsDefined(typeof(ReentrantAttribute), inherit: true);
        KeepsAlive = type.IsDefined(typeof(KeepAliveAttribute), inherit: true);
        StatelessWorker = type.GetCustomAttribute<StatelessWorkerAttribute>();
        _mayInterleave = Predicate(type);
        _states = (type.GetConstructors().MaxBy(c => c.GetParameters().Length)?.GetParameters() ?? []).Select(PersistentStateParameter.Of).OfType<PersistentStateParameter>().ToArray();
        _factory = ActivatorUtilities.CreateFactory(type, Array.ConvertAll(_states, s => s.ParameterType));
    }

    public static GrainClass Of(Type type) => Known.GetValue(type, static key => new GrainClass(key));

    public Type Type { get; }

    public GrainType GrainType { get; }

    public bool IsReentrant { get; }

    public bool KeepsAlive { get; }

    public StatelessWorkerAttribute? StatelessWorker { get; }

    /// <summary>Whether a waiting call might start although another runs, beside what its own method says.</summary>
    public bool HasInterleavingRule => IsReentrant || _mayInterleave is not null;

    public bool MayInterleave(object? instance, IInvokable call) => IsReentrant || (_mayInterleave is not null && _mayInterleave(instance, call));

    /// <summary>Constructs the grain with the services of its activation and its persistent states.</summary>
    public object Create(IGrainContext context) => _factory(context.ActivationServices, Array.ConvertAll(_states, s => s.Create(context)));

    private static GrainType NameOf(Type type)
    {
        if (type.GetCustomAttribute<GrainTypeAttribute>() is { } named) return named.GetGrainType(null!, type);
        var name = type.Name.ToLowerInvariant();
        return GrainType.Create(name.Length > "grain".Length && name.EndsWith("grain", StringComparison.Ordinal) ? name[..^"grain".Length] : name);
    }

    private static Func<object?, IInvokable, bool>? Predicate(Type type)
    {
        if (type.GetCustomAttribute<MayInterleaveAttribute>() is not { } attribute) return null;
        const BindingFlags anyMethod = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.FlattenHierarchy;
        var method = type.GetMethod(attribute.CallbackMethodName, anyMethod, [typeof(IInvokable)]);
        if (method?.ReturnType != typeof(bool))
            throw new InvalidOperationException($"[MayInterleave] of {type.FullName} names '{attribute.CallbackMethodName}'. Declare it as 'bool {attribute.CallbackMethodName}(IInvokable call)'.");
        if (!method.IsStatic) return (instance, call) => (bool)method.Invoke(instance, [call])!;
        var predicate = method.CreateDelegate<Func<IInvokable, bool>>();
        return (_, call) => predicate(call);
    }
}
