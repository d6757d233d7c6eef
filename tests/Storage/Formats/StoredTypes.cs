using System.Reflection;
using Cocoon.Grains;

namespace Cocoon.Storage.Tests.Formats;

/// <summary>Every type that a grain of this program stores, by the name in its [PersistentState].</summary>
internal static class StoredTypes
{
    public static IReadOnlyDictionary<string, Type> All { get; } = Find();

    private static Dictionary<string, Type> Find() => typeof(Stores).Assembly.GetTypes()
        .Where(type => typeof(Grain).IsAssignableFrom(type) && !type.IsAbstract)
        .SelectMany(type => type.GetConstructors())
        .SelectMany(constructor => constructor.GetParameters())
        .Select(parameter => (Attribute: parameter.GetCustomAttribute<PersistentStateAttribute>(), parameter.ParameterType))
        .Where(found => found.Attribute is not null)
        .ToDictionary(found => found.Attribute!.StateName, found => found.ParameterType.GetGenericArguments()[0]);
}
