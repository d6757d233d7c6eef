using System.Text.Json;

namespace Cocoon.Core.Receipts;

/// <summary>Reads JSON that converters write as tables. Whatever is not found in it is the text's fault.</summary>
internal static class StoredTable
{
    /// <exception cref="JsonException">The JSON has another form.</exception>
    public static T Read<T>(ref Utf8JsonReader reader, Func<JsonElement, T> read)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        try
        {
            return read(document.RootElement);
        }
        catch (Exception e) when (e is KeyNotFoundException or IndexOutOfRangeException or InvalidOperationException or FormatException or ArgumentException or OverflowException)
        {
            throw new JsonException($"Not a table of this kind: {e.Message}", e);
        }
    }
}
