using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Receipts;

namespace Cocoon.Core.Channels;

/// <summary>
/// A channel's memory of released holds with a short array for each: job, ending and, when posted, receipt hash and number.
/// The record is written with every call, so its size is what a call costs.
/// </summary>
internal sealed class EndedHoldsJsonConverter : JsonConverter<ImmutableArray<EndedHold>>
{
    public override void Write(Utf8JsonWriter writer, ImmutableArray<EndedHold> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var ended in value)
        {
            writer.WriteStartArray();
            writer.WriteStringValue(ended.Job.ToString());
            writer.WriteNumberValue((int)ended.Ending);
            if (ended.Ending == HoldEnding.Posted)
            {
                ended.ReceiptHash.WriteTo(writer);
                writer.WriteNumberValue(ended.ReceiptNumber);
            }
            writer.WriteEndArray();
        }
        writer.WriteEndArray();
    }

    public override ImmutableArray<EndedHold> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        StoredTable.Read<ImmutableArray<EndedHold>>(ref reader, table => [.. table.EnumerateArray().Select(ended => ended.ValueKind == JsonValueKind.Array
            ? Row(ended, options)
            // With names: how they were written before.
            : ended.Deserialize<EndedHold>(options) ?? throw new JsonException("A released hold is missing."))]);

    private static EndedHold Row(JsonElement row, JsonSerializerOptions options)
    {
        var (job, ending) = (row[0].Deserialize<JobId>(options), (HoldEnding)row[1].GetInt32());
        return ending == HoldEnding.Posted
            ? new EndedHold(job, ending, row[2].Deserialize<HexBytes>(options), row[3].GetInt64())
            : new EndedHold(job, ending, default, 0);
    }
}
