using System.Globalization;
using System.Text;

namespace Orleans.Runtime;

/// <summary>Reads and makes the integer and Guid forms of a grain key: hexadecimal digits, optionally "+extension".</summary>
public static class GrainIdKeyExtensions
{
    public static IdSpan CreateIntegerKey(long key) => IdSpan.Create(key.ToString("X", CultureInfo.InvariantCulture));

    public static IdSpan CreateIntegerKey(long key, string? keyExtension) =>
        string.IsNullOrWhiteSpace(keyExtension) ? CreateIntegerKey(key) : IdSpan.Create($"{key:X}+{keyExtension}");

    public static IdSpan CreateGuidKey(Guid key) => IdSpan.Create(key.ToString("N"));

    public static IdSpan CreateGuidKey(Guid key, string? keyExtension) =>
        string.IsNullOrWhiteSpace(keyExtension) ? CreateGuidKey(key) : IdSpan.Create($"{key:N}+{keyExtension}");

    public static bool TryGetIntegerKey(this GrainId grainId, out long key, out string? keyExt) =>
        long.TryParse(SplitKey(grainId, out keyExt), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out key);

    public static bool TryGetGuidKey(this GrainId grainId, out Guid key, out string? keyExt) =>
        Guid.TryParseExact(SplitKey(grainId, out keyExt), "N", out key);

    /// <exception cref="ArgumentException">The key is not an integer key.</exception>
    public static long GetIntegerKey(this GrainId grainId, out string? keyExt) =>
        grainId.TryGetIntegerKey(out var key, out keyExt)
            ? key
            : throw new ArgumentException($"Value \"{grainId}\" is not in the correct format for an Integer key.", nameof(grainId));

    /// <exception cref="ArgumentException">The key is not an integer key.</exception>
    public static long GetIntegerKey(this GrainId grainId) => grainId.GetIntegerKey(out _);

    /// <exception cref="ArgumentException">The key is not a Guid key.</exception>
    public static Guid GetGuidKey(this GrainId grainId, out string? keyExt) =>
        grainId.TryGetGuidKey(out var key, out keyExt)
            ? key
            : throw new ArgumentException($"Value \"{grainId}\" is not in the correct format for a Guid key.", nameof(grainId));

    /// <exception cref="ArgumentException">The key is not a Guid key.</exception>
    public static Guid GetGuidKey(this GrainId grainId) => grainId.GetGuidKey(out _);

    private static ReadOnlySpan<char> SplitKey(GrainId grainId, out string? extension)
    {
        var text = Encoding.UTF8.GetString(grainId.Key.AsSpan());
        var plus = text.IndexOf('+', StringComparison.Ordinal);
        extension = plus < 0 ? null : text[(plus + 1)..];
        return plus < 0 ? text : text.AsSpan(0, plus);
    }
}
