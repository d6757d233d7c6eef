using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cocoon.Ton.Cells;

namespace Cocoon.Ton.Client;

/// <summary>
/// Get-method stacks in toncenter's JSON: ["num","0x1f"], ["cell",{"bytes":…}], and tonlib's type names inside tuples.
/// </summary>
public static class StackJson
{
    /// <summary>Bits of the machine's integers.</summary>
    private const int NumberBits = 257;

    /// <summary>Characters of the longest number there is, sign and prefix included.</summary>
    private const int NumberTextMax = 80;

    private static readonly BigInteger NumberLimit = BigInteger.One << (NumberBits - 1);

    /// <exception cref="CellFormatException">Not a stack.</exception>
    public static IReadOnlyList<StackItem> Read(JsonElement stack)
    {
        try
        {
            return [.. stack.EnumerateArray().Select(ReadEntry)];
        }
        catch (Exception e) when (e is InvalidOperationException or KeyNotFoundException or FormatException and not CellFormatException)
        {
            throw new CellFormatException("The stack is not in toncenter's JSON form.");
        }
    }

    /// <exception cref="ArgumentException">An item that cannot be sent.</exception>
    public static JsonArray Write(IEnumerable<StackItem> items) => new([.. items.Select(WriteEntry)]);

    private static StackItem ReadEntry(JsonElement entry)
    {
        var value = entry.GetArrayLength() == 2 ? entry[1] : throw new CellFormatException("A stack entry is a pair of type and value.");
        return entry[0].GetString() switch
        {
            "num" => ReadNumber(value),
            "cell" or "tvm.Cell" => new StackItem.OfCell(ReadCell(value)),
            "slice" or "tvm.Slice" => new StackItem.OfSlice(ReadCell(value)),
            "builder" or "tvm.Builder" => new StackItem.OfBuilder(ReadCell(value)),
            "tuple" => new StackItem.Tuple(ReadElements(value)),
            "list" => ReadList(value),
            "null" => new StackItem.Null(),
            _ => new StackItem.Unsupported(),
        };
    }

    private static StackItem ReadElement(JsonElement element) => element.GetProperty("@type").GetString() switch
    {
        "tvm.stackEntryNumber" => ReadNumber(element.GetProperty("number").GetProperty("number")),
        "tvm.stackEntryCell" => new StackItem.OfCell(ReadCell(element.GetProperty("cell"))),
        "tvm.stackEntrySlice" => new StackItem.OfSlice(ReadCell(element.GetProperty("slice"))),
        "tvm.stackEntryTuple" => new StackItem.Tuple(ReadElements(element.GetProperty("tuple"))),
        "tvm.stackEntryList" => ReadList(element.GetProperty("list")),
        _ => new StackItem.Unsupported(),
    };

    private static List<StackItem> ReadElements(JsonElement value) => [.. value.GetProperty("elements").EnumerateArray().Select(ReadElement)];

    private static StackItem ReadList(JsonElement value)
    {
        var items = ReadElements(value);
        return items.Count == 0 ? new StackItem.Null() : new StackItem.List(items);
    }

    private static Cell ReadCell(JsonElement value)
    {
        var text = value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetProperty("bytes").GetString();
        return Boc.ReadBase64(text ?? throw new CellFormatException("A stack entry lacks its cell."));
    }

    private static StackItem ReadNumber(JsonElement value)
    {
        var text = value.ToString();
        if (text == "NaN") return new StackItem.NotANumber();
        var negative = text.StartsWith('-');
        var digits = negative ? text.AsSpan(1) : text;
        var number = BigInteger.Zero;
        var isHex = digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        var good = digits.Length > (isHex ? 2 : 0) && digits.Length <= NumberTextMax && (isHex
            ? BigInteger.TryParse($"0{digits[2..]}", NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number)
            : BigInteger.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number));
        number = negative ? -number : number;
        return good && number >= -NumberLimit && number < NumberLimit
            ? new StackItem.Number(number)
            : throw new CellFormatException($"A number on the stack is not an integer of {NumberBits} bits.");
    }

    private static JsonNode WriteEntry(StackItem item) => item switch
    {
        StackItem.Number number => new JsonArray("num", Hex(number.Value)),
        StackItem.NotANumber => new JsonArray("num", "NaN"),
        StackItem.Null => new JsonArray("list", Elements("tvm.list", [])),
        StackItem.OfCell cell => new JsonArray("tvm.Cell", Boc.WriteBase64(cell.Value)),
        StackItem.OfSlice slice => new JsonArray("tvm.Slice", Boc.WriteBase64(slice.Value)),
        StackItem.OfBuilder builder => new JsonArray("tvm.Builder", Boc.WriteBase64(builder.Value)),
        StackItem.Tuple tuple => new JsonArray("tuple", Elements("tvm.tuple", tuple.Items)),
        StackItem.List list => new JsonArray("list", Elements("tvm.list", list.Items)),
        _ => throw new ArgumentException($"A stack item of kind {item.GetType().Name} cannot be written.", nameof(item)),
    };

    private static JsonObject WriteElement(StackItem item) => item switch
    {
        StackItem.Number number => Element("Number", "number", new JsonObject { ["@type"] = "tvm.numberDecimal", ["number"] = number.Value.ToString(CultureInfo.InvariantCulture) }),
        StackItem.NotANumber => Element("Number", "number", new JsonObject { ["@type"] = "tvm.numberDecimal", ["number"] = "NaN" }),
        StackItem.Null => Element("List", "list", Elements("tvm.list", [])),
        StackItem.OfCell cell => Element("Cell", "cell", Bytes("tvm.cell", cell.Value)),
        StackItem.OfSlice slice => Element("Slice", "slice", Bytes("tvm.slice", slice.Value)),
        StackItem.Tuple tuple => Element("Tuple", "tuple", Elements("tvm.tuple", tuple.Items)),
        StackItem.List list => Element("List", "list", Elements("tvm.list", list.Items)),
        _ => throw new ArgumentException($"A stack item of kind {item.GetType().Name} cannot be written inside a tuple.", nameof(item)),
    };

    private static JsonObject Element(string type, string name, JsonObject value) => new() { ["@type"] = $"tvm.stackEntry{type}", [name] = value };

    private static JsonObject Elements(string type, IReadOnlyList<StackItem> items) => new() { ["@type"] = type, ["elements"] = new JsonArray([.. items.Select(WriteElement)]) };

    private static JsonObject Bytes(string type, Cell cell) => new() { ["@type"] = type, ["bytes"] = Boc.WriteBase64(cell) };

    private static string Hex(BigInteger value)
    {
        var digits = BigInteger.Abs(value).ToString("x", CultureInfo.InvariantCulture).TrimStart('0');
        return $"{(value.Sign < 0 ? "-" : "")}0x{(digits.Length == 0 ? "0" : digits)}";
    }
}
