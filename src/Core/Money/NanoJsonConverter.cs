using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cocoon.Core.Money;

/// <summary>Nano as a JSON number; 2^53 nano is nine million TON, so scripts that read doubles stay exact.</summary>
internal sealed class NanoJsonConverter : JsonConverter<Nano>
{
    public override Nano Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetInt64());

    public override void Write(Utf8JsonWriter writer, Nano value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Value);
}
