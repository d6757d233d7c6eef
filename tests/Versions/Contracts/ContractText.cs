using System.Reflection;
using System.Text;
using Orleans.CodeGeneration;

namespace Cocoon.Versions.Tests.Contracts;

/// <summary>
/// An assembly's contracts as text: grain interfaces and classes in the format of the Orleans contract analyzer, and then,
/// as lines that it passes over, every type that crosses a call or is stored.
/// </summary>
internal static class ContractText
{
    private const BindingFlags Own = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    public static string Of(Assembly assembly)
    {
        var types = assembly.GetTypes().Where(type => type.Namespace?.StartsWith("Cocoon", StringComparison.Ordinal) == true).ToArray();
        var text = new StringBuilder();
        foreach (var type in types.Where(IsContract).OrderBy(type => type.FullName, StringComparer.Ordinal)) Interface(text, type);
        foreach (var type in types.Where(IsGrain).OrderBy(type => type.FullName, StringComparer.Ordinal)) Block(text, $"class {GrainTypeOf(type)}{type.FullName}", []);
        foreach (var type in types.Where(IsSerialized).OrderBy(TypeNames.Of, StringComparer.Ordinal))
            Block(text, $"{(type.IsEnum ? "enum" : "type")} {TypeNames.Of(type)}", type.IsEnum ? Values(type) : Members(type));
        return text.ToString();
    }

    private static bool IsContract(Type type) => type.IsInterface && typeof(IAddressable).IsAssignableFrom(type);

    private static bool IsGrain(Type type) => type is { IsClass: true, IsAbstract: false } && typeof(Grain).IsAssignableFrom(type);

    private static bool IsSerialized(Type type) => type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false);

    private static void Interface(StringBuilder text, Type type) => Block(text,
        $"interface {type.FullName} [Version({type.GetCustomAttribute<VersionAttribute>()?.Version ?? 0})]",
        type.GetMethods().Select(Signature).Order(StringComparer.Ordinal));

    private static string Signature(MethodInfo method) =>
        $"{TypeNames.Alias(method) ?? method.Name}({string.Join(", ", method.GetParameters().Select(TypeNames.Of))}) -> {TypeNames.Of(method.ReturnParameter)}";

    private static string GrainTypeOf(Type type) =>
        type.GetCustomAttribute<GrainTypeAttribute>() is { } named ? $"[GrainType(\"{named.GetGrainType(null!, type)}\")] " : "";

    private static IEnumerable<string> Members(Type type) =>
        from member in type.GetMembers(Own)
        let id = member.GetCustomAttribute<IdAttribute>()
        where id is not null
        orderby id.Id
        select $"{id.Id} {TypeNames.Of(member is PropertyInfo property ? property.PropertyType : ((FieldInfo)member).FieldType)} {member.Name}";

    private static IEnumerable<string> Values(Type type) => Enum.GetValues(type).Cast<Enum>().Select(value => $"{value:D} {value}");

    private static void Block(StringBuilder text, string header, IEnumerable<string> lines)
    {
        if (text.Length > 0) text.Append('\n');
        text.Append(header).Append('\n');
        foreach (var line in lines) text.Append("  ").Append(line).Append('\n');
    }
}
