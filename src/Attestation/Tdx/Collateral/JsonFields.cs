using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Cocoon.Attestation.Appraisals;

namespace Cocoon.Attestation.Tdx.Collateral;

/// <summary>Reads the fields of Intel's documents. A field that is missing or of another form throws <see cref="JsonException"/>.</summary>
internal static class JsonFields
{
    /// <summary>Most entries of any list; Intel's longest have a few dozen.</summary>
    public const int MaxEntries = 256;

    public static string Text(this JsonElement element, string name) =>
        Field(element, name) is { ValueKind: JsonValueKind.String } field && field.GetString() is { } text ? text : throw Bad(name);

    public static int Number(this JsonElement element, string name, int max) =>
        Field(element, name) is { ValueKind: JsonValueKind.Number } field && field.TryGetInt32(out var number) && number >= 0 && number <= max ? number : throw Bad(name);

    public static byte[] Bytes(this JsonElement element, string name, int length) => HexText.TryParse(Text(element, name), length) ?? throw Bad(name);

    public static DateTimeOffset Time(this JsonElement element, string name) =>
        DateTimeOffset.TryParseExact(Text(element, name), "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : throw Bad(name);

    public static TcbStatus Status(this JsonElement element, string name) => Text(element, name) switch
    {
        "UpToDate" => TcbStatus.UpToDate,
        "SWHardeningNeeded" => TcbStatus.SwHardeningNeeded,
        "ConfigurationNeeded" => TcbStatus.ConfigurationNeeded,
        "ConfigurationAndSWHardeningNeeded" => TcbStatus.ConfigurationAndSwHardeningNeeded,
        "OutOfDate" => TcbStatus.OutOfDate,
        "OutOfDateConfigurationNeeded" => TcbStatus.OutOfDateConfigurationNeeded,
        "Revoked" => TcbStatus.Revoked,
        _ => throw Bad(name),
    };

    public static JsonElement Object(this JsonElement element, string name) =>
        Field(element, name) is { ValueKind: JsonValueKind.Object } field ? field : throw Bad(name);

    public static ImmutableArray<T> List<T>(this JsonElement element, string name, Func<JsonElement, T> read)
    {
        if (Field(element, name) is not { ValueKind: JsonValueKind.Array } list || list.GetArrayLength() > MaxEntries) throw Bad(name);
        return [.. list.EnumerateArray().Select(entry => entry.ValueKind == JsonValueKind.Object ? read(entry) : throw Bad(name))];
    }

    /// <summary>"advisoryIDs", which levels without advisories leave out.</summary>
    public static ImmutableArray<string> Advisories(this JsonElement level)
    {
        if (!level.TryGetProperty("advisoryIDs", out var list)) return [];
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() > MaxEntries) throw Bad("advisoryIDs");
        return [.. list.EnumerateArray().Select(entry => entry.ValueKind == JsonValueKind.String ? entry.GetString()! : throw Bad("advisoryIDs")).Order(StringComparer.Ordinal)];
    }

    private static JsonElement Field(JsonElement element, string name) => element.TryGetProperty(name, out var field) ? field : throw Bad(name);

    private static JsonException Bad(string name) => new($"'{name}' is missing or not of its form.");
}
