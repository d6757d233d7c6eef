using System.Text.Json;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Core.Trust;

namespace Cocoon.Core.Receipts;

/// <summary>
/// How a row of a table of receipts ends: with the bonus, where there is one or it is known what was sold; then, where that is,
/// with the index of model and prices, which stand once in the table, the tokens of each kind, and, where it is known, the tier.
/// </summary>
internal static class StoredSales
{
    private const string Lists = "Lists";

    /// <summary>Counts a row in before any is written: lists stand before the rows.</summary>
    public static void Add(this SharedValues<(string Model, PriceList Prices)> lists, ReceiptLine line)
    {
        if (line.Sale is { } sale) lists.IndexOf((sale.Model, sale.Prices));
    }

    /// <summary>Tables of lines of before have none, and stay as they were.</summary>
    public static void WriteLists(Utf8JsonWriter writer, SharedValues<(string Model, PriceList Prices)> lists)
    {
        if (lists.All.Count == 0) return;
        writer.WriteStartArray(Lists);
        foreach (var (model, prices) in lists.All)
        {
            writer.WriteStartArray();
            writer.WriteStringValue(model);
            foreach (var price in (Nano[])[prices.Prompt, prices.CachedPrompt, prices.Completion, prices.Reasoning]) writer.WriteNumberValue(price.Value);
            writer.WriteEndArray();
        }
        writer.WriteEndArray();
    }

    public static void WriteEnd(Utf8JsonWriter writer, ReceiptLine line, SharedValues<(string Model, PriceList Prices)> lists)
    {
        if (line.Sale is not null || !line.Bonus.IsZero) writer.WriteNumberValue(line.Bonus.Value);
        if (line.Sale is not { } sale) return;
        writer.WriteNumberValue(lists.IndexOf((sale.Model, sale.Prices)));
        foreach (var count in (ReadOnlySpan<long>)[sale.Tokens.Prompt, sale.Tokens.CachedPrompt, sale.Tokens.Completion, sale.Tokens.Reasoning]) writer.WriteNumberValue(count);
        if (sale.Tier is { } tier) writer.WriteNumberValue((int)tier);
    }

    public static (string Model, PriceList Prices)[] ReadLists(JsonElement table) => table.TryGetProperty(Lists, out var lists)
        ? [.. lists.EnumerateArray().Select(static list => (list[0].GetString()!, new PriceList(Price(list, 1), Price(list, 2), Price(list, 3), Price(list, 4))))]
        : [];

    /// <summary>The line with what its row ends with, from a column on.</summary>
    public static ReceiptLine ReadEnd(ReceiptLine line, JsonElement row, int column, (string Model, PriceList Prices)[] lists)
    {
        var length = row.GetArrayLength();
        if (length <= column) return line;
        line = line with { Bonus = new Nano(row[column].GetInt64()) };
        if (length <= column + 1) return line;
        var (model, prices) = lists[row[column + 1].GetInt32()];
        var tokens = new TokenCounts(row[column + 2].GetInt64(), row[column + 3].GetInt64(), row[column + 4].GetInt64(), row[column + 5].GetInt64());
        return line with { Sale = new ReceiptSale(model, prices, tokens) { Tier = length > column + 6 ? (Tier)row[column + 6].GetInt32() : null } };
    }

    private static Nano Price(JsonElement list, int column) => new(list[column].GetInt64());
}
