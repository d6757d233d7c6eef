using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;

namespace Cocoon.Core.Receipts;

/// <summary>
/// Receipts of a settlement shard as a table, because the shard's record is written with every push: accounts stand once,
/// and a row is an array of job, hash, indexes of channel and provider, pay, fee, the end in ticks of UTC, and the end that
/// <see cref="StoredSales"/> describes.
/// </summary>
internal sealed class ReceiptTableJsonConverter : JsonConverter<ImmutableList<ReceiptLine>>
{
    private const int EndColumn = 7;

    public override void Write(Utf8JsonWriter writer, ImmutableList<ReceiptLine> value, JsonSerializerOptions options)
    {
        var (accounts, lists) = (new SharedValues<AccountAddress>(), new SharedValues<(string Model, PriceList Prices)>());
        foreach (var line in value)
        {
            accounts.IndexOf(line.Channel);
            accounts.IndexOf(line.Provider);
            lists.Add(line);
        }
        writer.WriteStartObject();
        writer.WriteStartArray("Accounts");
        foreach (var account in accounts.All) writer.WriteStringValue(account.Raw);
        writer.WriteEndArray();
        StoredSales.WriteLists(writer, lists);
        writer.WriteStartArray("Rows");
        foreach (var line in value)
        {
            writer.WriteStartArray();
            writer.WriteStringValue(line.Job.ToString());
            line.Hash.WriteTo(writer);
            writer.WriteNumberValue(accounts.IndexOf(line.Channel));
            writer.WriteNumberValue(accounts.IndexOf(line.Provider));
            writer.WriteNumberValue(line.Pay.Value);
            writer.WriteNumberValue(line.Fee.Value);
            writer.WriteNumberValue(line.EndedAt.UtcTicks);
            StoredSales.WriteEnd(writer, line, lists);
            writer.WriteEndArray();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    public override ImmutableList<ReceiptLine> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        // Receipts one by one: how they were written before.
        if (reader.TokenType == JsonTokenType.StartArray) return JsonSerializer.Deserialize<ImmutableList<ReceiptLine>>(ref reader, options)!;
        return StoredTable.Read(ref reader, table => Lines(table, options));
    }

    private static ImmutableList<ReceiptLine> Lines(JsonElement table, JsonSerializerOptions options)
    {
        var accounts = table.GetProperty("Accounts").Deserialize<AccountAddress[]>(options) ?? throw new JsonException("A table of receipts without accounts.");
        var lists = StoredSales.ReadLists(table);
        return [.. table.GetProperty("Rows").EnumerateArray().Select(row => StoredSales.ReadEnd(
            new ReceiptLine(
                row[1].Deserialize<HexBytes>(options), row[0].Deserialize<JobId>(options), accounts[row[2].GetInt32()], accounts[row[3].GetInt32()],
                new Nano(row[4].GetInt64()), new Nano(row[5].GetInt64()), new DateTimeOffset(row[6].GetInt64(), TimeSpan.Zero)),
            row, EndColumn, lists))];
    }
}
