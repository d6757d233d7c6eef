using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cocoon.Core.Accounts;

internal sealed class AccountAddressJsonConverter : JsonConverter<AccountAddress>
{
    public override AccountAddress Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        AccountAddress.TryParse(reader.GetString(), out var address) ? address : throw new JsonException("Not a raw TON address.");

    public override void Write(Utf8JsonWriter writer, AccountAddress value, JsonSerializerOptions options) => writer.WriteStringValue(value.Raw);

    public override AccountAddress ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Read(ref reader, typeToConvert, options);

    public override void WriteAsPropertyName(Utf8JsonWriter writer, AccountAddress value, JsonSerializerOptions options) =>
        writer.WritePropertyName(value.Raw);
}
