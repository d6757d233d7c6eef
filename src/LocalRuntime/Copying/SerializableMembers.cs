using System.Reflection;
using Orleans;

namespace Cocoon.LocalRuntime.Copying;

/// <summary>
/// The fields that cross a call: those marked [Id], the ones behind properties marked [Id], and those behind the positional
/// parameters of a record. Others do not cross, as in Orleans.
/// </summary>
internal static class SerializableMembers
{
    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    public static IReadOnlyList<FieldInfo> Fields(Type type)
    {
        var fields = new List<FieldInfo>();
        for (var current = type; current is not null && current != typeof(object) && current != typeof(ValueType); current = current.BaseType)
        {
            if (!current.IsDefined(typeof(GenerateSerializerAttribute), inherit: false)) continue;
            var positional = PositionalParameters(current);
            fields.AddRange(current.GetFields(Declared).Where(field => IsMember(current, field, positional)));
        }

        return fields;
    }

    private static bool IsMember(Type type, FieldInfo field, HashSet<string> positional)
    {
        if (field.IsDefined(typeof(NonSerializedAttribute))) return false;
        if (field.IsDefined(typeof(IdAttribute))) return true;
        if (PropertyOf(field) is not { } name) return false;
        return positional.Contains(name) || type.GetProperty(name, Declared)?.IsDefined(typeof(IdAttribute)) == true;
    }

    // The compiler names the field behind an automatic property "<Name>k__BackingField".
    private static string? PropertyOf(FieldInfo field) =>
        field.Name.StartsWith('<') && field.Name.EndsWith(">k__BackingField", StringComparison.Ordinal) ? field.Name[1..field.Name.IndexOf('>', StringComparison.Ordinal)] : null;

    private static HashSet<string> PositionalParameters(Type type)
    {
        var isRecord = type.GetMethod("PrintMembers", Declared) is not null;
        var include = type.GetCustomAttribute<GenerateSerializerAttribute>()!.IncludePrimaryConstructorParameters;
        if (!isRecord || !include) return [];
        return type.GetConstructors(Declared).SelectMany(c => c.GetParameters()).Select(p => p.Name!).ToHashSet(StringComparer.Ordinal);
    }
}
