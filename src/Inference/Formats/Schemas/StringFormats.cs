using Cocoon.Inference.Formats.Grammars;

namespace Cocoon.Inference.Formats.Schemas;

/// <summary>Strings of a fixed form: dates and times as in RFC 3339 (in UTC), UUIDs (RFC 9562), IPv4 addresses.</summary>
internal static class StringFormats
{
    private static readonly Rule Date = Rule.Sequence(
        Count(4), Rule.Text("-"),
        Rule.AnyOf(
            Rule.Sequence(Span("01", "12"), Rule.Text("-"), Span("01", "28")),
            Rule.Sequence(Rule.AnyOf(Rule.Text("01"), Span("03", "12")), Rule.Text("-"), Span("29", "30")),
            Rule.Sequence(Rule.AnyOf([.. new[] { "01", "03", "05", "07", "08", "10", "12" }.Select(Rule.Text)]), Rule.Text("-31"))));

    private static readonly Rule Time = Rule.Sequence(
        Span("00", "23"), Rule.Text(":"), Span("00", "59"), Rule.Text(":"), Span("00", "59"),
        Rule.Optional(Rule.Sequence(Rule.Text("."), Rule.Repeat(JsonRules.Digit, 1, 6))), Rule.Text("Z"));

    private static readonly Rule Byte = NumberRules.Between(new NumberRange(0, false, 255, false), 0)!;

    private static readonly Dictionary<string, Rule> Known = new(StringComparer.Ordinal)
    {
        ["date"] = Quoted(Date),
        ["time"] = Quoted(Time),
        ["date-time"] = Quoted(Date, Rule.Text("T"), Time),
        ["uuid"] = Quoted(Hex(8), Rule.Text("-"), Hex(4), Rule.Text("-"), Hex(4), Rule.Text("-"), Hex(4), Rule.Text("-"), Hex(12)),
        ["ipv4"] = Quoted(Byte, Rule.Text("."), Byte, Rule.Text("."), Byte, Rule.Text("."), Byte),
    };

    public static Rule? Find(string name) => Known.GetValueOrDefault(name);

    private static Rule Quoted(params Rule[] parts) => Rule.Sequence([Rule.Text("\""), .. parts, Rule.Text("\"")]);

    private static Rule Count(int digits) => Rule.Repeat(JsonRules.Digit, digits, digits);

    private static Rule Hex(int digits) => Rule.Repeat(Rule.OfSymbols(symbol => symbol is (>= '0' and <= '9') or (>= 'a' and <= 'f')), digits, digits);

    /// <summary>All numbers of two digits from one to another.</summary>
    private static Rule Span(string from, string to) =>
        Rule.AnyOf([.. Enumerable.Range(int.Parse(from, null), int.Parse(to, null) - int.Parse(from, null) + 1).Select(value => Rule.Text(value.ToString("D2", null)))]);
}
