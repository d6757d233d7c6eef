using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace Cocoon.Silo.Settings;

/// <summary>
/// Compares what is written with what there is: the framework's binder would leave out a key it does not know, and stop at the
/// first value it cannot read.
/// </summary>
internal static class SettingsShape
{
    /// <summary>Every key that does not exist and every value that is no such value.</summary>
    public static IEnumerable<string> Problems(IConfigurationSection section, Type type)
    {
        var value = Nullable.GetUnderlyingType(type) ?? type;
        if (ElementOf(value) is { } element) return section.GetChildren().SelectMany(child => Problems(child, element));
        if (IsScalar(value)) return Scalar(section, type, value);
        if (section.Value is { Length: > 0 }) return [$"{section.Path} is '{section.Value}'; it takes a section with {string.Join(", ", Names(value))}."];
        return section.GetChildren().SelectMany(child => Member(child, value));
    }

    /// <summary>Names of a section's options.</summary>
    public static IReadOnlyList<string> Names(Type type) => [.. Properties(type).Select(property => property.Name)];

    /// <summary>"null" in the file means "as if it were not there": what has a default gets it back.</summary>
    public static void Restore(object settings)
    {
        var defaults = Activator.CreateInstance(settings.GetType());
        foreach (var property in Properties(settings.GetType()).Where(property => property.CanWrite))
        {
            var value = property.GetValue(settings);
            if (value is null) property.SetValue(settings, value = property.GetValue(defaults));
            if (value is not null && !IsScalar(value.GetType()) && ElementOf(property.PropertyType) is null) Restore(value);
        }
    }

    internal static IEnumerable<PropertyInfo> Properties(Type type) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance);

    internal static bool IsScalar(Type type) => type == typeof(string) || type.IsPrimitive || type == typeof(decimal) || type.IsEnum;

    /// <summary>What a list or a dictionary holds; null for all else.</summary>
    internal static Type? ElementOf(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() is var open
        && (open == typeof(IReadOnlyList<>) || open == typeof(IReadOnlyDictionary<,>)) ? type.GetGenericArguments()[^1] : null;

    private static IEnumerable<string> Member(IConfigurationSection child, Type owner)
    {
        if (Properties(owner).FirstOrDefault(property => property.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase)) is { } property)
            return Problems(child, property.PropertyType);
        var known = Names(owner);
        var advice = NearestName.Of(child.Key, known) is { } nearest ? $"Did you mean {nearest}?" : $"There are {string.Join(", ", known)}.";
        return [$"{child.Path} is unknown. {advice}"];
    }

    private static IEnumerable<string> Scalar(IConfigurationSection section, Type type, Type value)
    {
        var mayBeNull = !type.IsValueType || value != type;
        if (section.GetChildren().Any()) yield return $"{section.Path} takes one value, and has several.";
        else if (string.IsNullOrEmpty(section.Value) ? !mayBeNull : !CanRead(section.Value, value)) yield return $"{section.Path} is '{section.Value}'; it takes {Describe(value)}.";
    }

    private static bool CanRead(string text, Type type)
    {
        if (type.IsEnum) return Enum.GetNames(type).Contains(text, StringComparer.OrdinalIgnoreCase);
        try
        {
            return TypeDescriptor.GetConverter(type).ConvertFrom(null, CultureInfo.InvariantCulture, text) is not null;
        }
        catch (Exception e) when (e is FormatException or ArgumentException or OverflowException)
        {
            return false;
        }
    }

    private static string Describe(Type type) => type switch
    {
        { IsEnum: true } => string.Join(" or ", Enum.GetNames(type)),
        _ when type == typeof(bool) => "true or false",
        _ when type == typeof(int) => "a whole number",
        _ => "a number",
    };
}
