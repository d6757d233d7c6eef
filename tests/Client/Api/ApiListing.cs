using System.Reflection;
using System.Runtime.CompilerServices;

namespace Cocoon.Client.Tests.Api;

/// <summary>An assembly's public surface as lines of text.</summary>
internal static class ApiListing
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static IReadOnlyList<string> Of(Assembly assembly) =>
        [.. assembly.GetExportedTypes().SelectMany(static type => Lines(type)).Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Lines(Type type)
    {
        yield return $"{type.FullName}: {Kind(type)}{(type.BaseType is { } parent && parent != typeof(object) ? " of " + Name(parent) : "")}";
        foreach (var member in type.GetMembers(Declared).Where(static member => !IsMadeByCompiler(member)))
            yield return $"{type.FullName}.{Text(member)}";
    }

    private static string Kind(Type type) => type.IsEnum ? "enum" : type.IsInterface ? "interface" : type.IsValueType ? "struct" : type.IsSealed && type.IsAbstract ? "static class" : type.IsSealed ? "sealed class" : "class";

    private static string Text(MemberInfo member) => member switch
    {
        MethodInfo method => $"{method.Name}{(method.IsGenericMethod ? $"<{method.GetGenericArguments().Length}>" : "")}({Parameters(method)}): {Name(method.ReturnType)}",
        ConstructorInfo constructor => $"new({Parameters(constructor)})",
        PropertyInfo property => $"{property.Name}: {Name(property.PropertyType)} {{{(property.GetMethod is { IsPublic: true } ? " get" : "")}{Set(property)} }}",
        FieldInfo { IsLiteral: true } constant => $"{constant.Name} = {constant.GetRawConstantValue()}",
        FieldInfo field => $"{field.Name}: {Name(field.FieldType)}",
        _ => $"{member.MemberType} {member.Name}",
    };

    private static string Set(PropertyInfo property) => property.SetMethod is not { IsPublic: true } set ? ""
        : set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? " init" : " set";

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(static parameter =>
        $"{Name(parameter.ParameterType)} {parameter.Name}{(parameter.HasDefaultValue ? " = " + (parameter.RawDefaultValue ?? "default") : "")}"));

    private static string Name(Type type) => type.IsGenericType
        ? $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
        : type.Name;

    /// <summary>Accessors are told with their property; what records have anyway says nothing.</summary>
    private static bool IsMadeByCompiler(MemberInfo member) =>
        member is MethodInfo { IsSpecialName: true } || member.Name == "value__" || member.GetCustomAttribute<CompilerGeneratedAttribute>() is not null && member is MethodInfo;
}
