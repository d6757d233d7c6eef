using System.Reflection;

namespace Cocoon.Versions.Tests.Contracts;

/// <summary>What a type is called on the wire, in the words of the Orleans contract analyzer: its alias, or else its C# name.</summary>
internal static class TypeNames
{
    private static readonly NullabilityInfoContext Nullability = new();

    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(bool)] = "bool", [typeof(byte)] = "byte", [typeof(short)] = "short", [typeof(ushort)] = "ushort", [typeof(int)] = "int",
        [typeof(uint)] = "uint", [typeof(long)] = "long", [typeof(ulong)] = "ulong", [typeof(double)] = "double", [typeof(decimal)] = "decimal",
        [typeof(string)] = "string", [typeof(object)] = "object",
    };

    public static string Of(ParameterInfo parameter) => Of(parameter.ParameterType, Nullability.Create(parameter));

    /// <summary>A member's type; whether it may be null is not on the wire.</summary>
    public static string Of(Type type) => Of(type, null);

    public static string? Alias(MemberInfo member) => member.GetCustomAttribute<AliasAttribute>()?.Alias;

    private static string Of(Type type, NullabilityInfo? nullability)
    {
        if (type.GetElementType() is { } element) return $"{Of(element, nullability?.ElementType)}[]";
        if (Nullable.GetUnderlyingType(type) is { } value) return $"{Of(value, null)}?";
        var arguments = type.GetGenericArguments();
        var list = arguments.Length == 0 ? "" : $"<{string.Join(", ", arguments.Select((argument, i) => Of(argument, nullability?.GenericTypeArguments[i])))}>";
        if (Alias(type) is { } alias) return alias + list;
        if (type.Namespace == "System.Threading.Tasks" && type.Name.Split('`')[0] is "Task" or "ValueTask") return type.Name.Split('`')[0] + list;
        var mark = nullability?.ReadState == NullabilityState.Nullable ? "?" : "";
        return (Keywords.GetValueOrDefault(type) ?? type.FullName!.Split('`')[0].Replace('+', '.')) + list + mark;
    }
}
