using System.Text.Json;
using Cocoon.Core.Crypto;

namespace Cocoon.Attestation.Tokens;

/// <summary>Reads claims of a JSON object. A claim of another type counts as absent: callers ask for what must be there.</summary>
internal readonly struct TokenClaims(JsonElement value)
{
    private const long LastSecond = 253_402_300_799;

    /// <summary>Whether there is such a claim, of any type.</summary>
    public bool Has(string name) => value.TryGetProperty(name, out _);

    public string? Text(string name) => Find(name, JsonValueKind.String) is { } found ? found.GetString() : null;

    public bool? Flag(string name) => (Find(name, JsonValueKind.True) ?? Find(name, JsonValueKind.False))?.GetBoolean();

    /// <summary>A whole number without fraction or exponent.</summary>
    public long? Integer(string name) => Find(name, JsonValueKind.Number) is { } found && found.TryGetInt64(out var number) ? number : null;

    /// <summary>Whole seconds since 1970.</summary>
    public DateTimeOffset? Time(string name) => Integer(name) is >= 0 and <= LastSecond and { } seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    /// <summary>Exactly <paramref name="length"/> bytes in hex.</summary>
    public HexBytes? Hex(string name, int length) => HexBytes.TryParse(Text(name), out var bytes) && bytes.Length == length ? bytes : null;

    public TokenClaims? Object(string name) => Find(name, JsonValueKind.Object) is { } found ? new TokenClaims(found) : null;

    public JsonElement? Array(string name) => Find(name, JsonValueKind.Array);

    public IEnumerable<JsonProperty> Properties() => value.EnumerateObject();

    private JsonElement? Find(string name, JsonValueKind kind) => value.TryGetProperty(name, out var found) && found.ValueKind == kind ? found : null;
}
