using System.Collections.Concurrent;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Cocoon.LocalRuntime.Grains;

/// <summary>The grain classes of this host, by grain type and by interface. Thread-safe.</summary>
internal sealed class GrainClasses
{
    private readonly Dictionary<GrainType, GrainClass> _byType = [];
    private readonly ConcurrentDictionary<(Type Interface, string Prefix), GrainClass> _byInterface = new();

    public GrainClasses(GrainTypeOptions options)
    {
        foreach (var type in options.Classes.OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            var grainClass = GrainClass.Of(type);
            if (!_byType.TryAdd(grainClass.GrainType, grainClass))
                throw new OrleansConfigurationException(
                    $"{type.FullName} and {_byType[grainClass.GrainType].Type.FullName} are both named '{grainClass.GrainType}'. Give one of them another [GrainType].");
        }
    }

    /// <summary>The class of a grain type; null if this host does not run it.</summary>
    public GrainClass? Find(GrainType type) => _byType.GetValueOrDefault(type);

    /// <exception cref="ArgumentException">No class implements the interface, or more than one does.</exception>
    public GrainClass Find(Type interfaceType, string? classNamePrefix) =>
        _byInterface.GetOrAdd((interfaceType, classNamePrefix ?? ""), key => Search(key.Interface, key.Prefix));

    private GrainClass Search(Type interfaceType, string prefix)
    {
        var found = _byType.Values
            .Where(c => interfaceType.IsAssignableFrom(c.Type) && c.Type.FullName!.StartsWith(prefix, StringComparison.Ordinal)).ToArray();
        return found switch
        {
            [var only] => only,
            [] => throw new ArgumentException($"Could not find an implementation for interface {interfaceType.FullName}. Is its grain class in an assembly of this host, and not removed from GrainTypeOptions.Classes?"),
            _ => throw new ArgumentException($"More than one grain class implements {interfaceType.FullName}: {string.Join(", ", found.Select(c => c.Type.FullName))}. Pass a class name prefix to GetGrain."),
        };
    }
}
