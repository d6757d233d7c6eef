using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cocoon.Core.Crypto;

internal sealed class HexBytesJsonConverter : JsonConverter<HexBytes>
{
    public override HexBytes Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        HexBytes.TryParse(reader.GetString(), out var value) ? value : throw new JsonException("Not hex.");

    public override void Write(Utf8JsonWriter writer, HexBytes value, JsonSerializerOptions options) => value.WriteTo(writer);
}
