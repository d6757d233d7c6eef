using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Core.Receipts;

namespace Cocoon.Core.Channels;

/// <summary>
/// A channel's outbox as a table: what all rows share stands once, and numbers and totals, which follow from one another,
/// only at its beginning. The record is written with every call, so its size is what a call costs. A row is an array of
/// job, hash, index of the provider, pay, fee, the end in ticks of UTC, and the end that <see cref="StoredSales"/> describes.
/// </summary>
internal sealed class OutboxJsonConverter : JsonConverter<ImmutableArray<PostedReceipt>>
{
    private const int EndColumn = 6;

    public override void Write(Utf8JsonWriter writer, ImmutableArray<PostedReceipt> value, JsonSerializerOptions options)
    {
        if (value.IsEmpty)
        {
            writer.WriteStartArray();
            writer.WriteEndArray();
            return;
        }
        var (first, before) = (value[0], value[0].ChargedAfter - Charge(value[0].Line));
        writer.WriteStartObject();
        writer.WriteString("Channel", first.Line.Channel.Raw);
        writer.WriteNumber("First", first.Number);
        writer.WriteNumber("ChargedBefore", before.Value);
        var (providers, lists) = (new SharedValues<AccountAddress>(), new SharedValues<(string Model, PriceList Prices)>());
        foreach (var posted in value)
        {
            providers.IndexOf(posted.Line.Provider);
            lists.Add(posted.Line);
        }
        writer.WriteStartArray("Providers");
        foreach (var provider in providers.All) writer.WriteStringValue(provider.Raw);
        writer.WriteEndArray();
        StoredSales.WriteLists(writer, lists);
        WriteRows(writer, value, providers, lists, before);
        writer.WriteEndObject();
    }

    public override ImmutableArray<PostedReceipt> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        // Nothing, or receipts one by one: how they were written before.
        if (reader.TokenType == JsonTokenType.StartArray) return JsonSerializer.Deserialize<ImmutableArray<PostedReceipt>>(ref reader, options);
        return StoredTable.Read(ref reader, table => Outbox(table, options));
    }

    private static ImmutableArray<PostedReceipt> Outbox(JsonElement table, JsonSerializerOptions options)
    {
        var channel = table.GetProperty("Channel").Deserialize<AccountAddress>(options);
        var providers = table.GetProperty("Providers").Deserialize<AccountAddress[]>(options) ?? throw new JsonException("An outbox without providers.");
        var (number, charged) = (table.GetProperty("First").GetInt64(), new Nano(table.GetProperty("ChargedBefore").GetInt64()));
        var (rows, lists) = (table.GetProperty("Rows"), StoredSales.ReadLists(table));
        var outbox = ImmutableArray.CreateBuilder<PostedReceipt>(rows.GetArrayLength());
        foreach (var row in rows.EnumerateArray())
        {
            var line = StoredSales.ReadEnd(Line(row, channel, providers, options), row, EndColumn, lists);
            charged += Charge(line);
            outbox.Add(new PostedReceipt(number++, charged, line));
        }
        return outbox.MoveToImmutable();
    }

    private static void WriteRows(Utf8JsonWriter writer, ImmutableArray<PostedReceipt> outbox, SharedValues<AccountAddress> providers, SharedValues<(string Model, PriceList Prices)> lists, Nano charged)
    {
        var (number, channel) = (outbox[0].Number, outbox[0].Line.Channel);
        writer.WriteStartArray("Rows");
        foreach (var (itsNumber, chargedAfter, line) in outbox)
        {
            charged += Charge(line);
            // What is not written has to follow from what is.
            Invariant.Require(itsNumber == number++ && chargedAfter == charged && line.Channel == channel, "I6", $"receipt {itsNumber} of channel {channel} does not follow the one before");
            writer.WriteStartArray();
            writer.WriteStringValue(line.Job.ToString());
            line.Hash.WriteTo(writer);
            writer.WriteNumberValue(providers.IndexOf(line.Provider));
            writer.WriteNumberValue(line.Pay.Value);
            writer.WriteNumberValue(line.Fee.Value);
            writer.WriteNumberValue(line.EndedAt.UtcTicks);
            StoredSales.WriteEnd(writer, line, lists);
            writer.WriteEndArray();
        }
        writer.WriteEndArray();
    }

    private static ReceiptLine Line(JsonElement row, AccountAddress channel, AccountAddress[] providers, JsonSerializerOptions options) => new(
        row[1].Deserialize<HexBytes>(options), row[0].Deserialize<JobId>(options), channel, providers[row[2].GetInt32()],
        new Nano(row[3].GetInt64()), new Nano(row[4].GetInt64()), new DateTimeOffset(row[5].GetInt64(), TimeSpan.Zero));

    private static Nano Charge(ReceiptLine line) => line.Pay + line.Fee;
}
