using System.Text.Encodings.Web;
using System.Text.Json;
using Cocoon.Inference.Formats.Grammars;

namespace Cocoon.Inference.Formats.Schemas;

/// <summary>
/// JSON's own grammar (RFC 8259), a little narrower where a model could go on for ever: white space is at most one space;
/// numbers have at most 15 digits on each side of the point; values of no schema nest at most 24 deep. Text is always whole
/// UTF-8, without lone surrogates.
/// </summary>
internal static class JsonRules
{
    /// <summary>Digits of an integer that a double still holds exactly.</summary>
    public const int MaxDigits = 15;

    /// <summary>Nesting of values that no schema describes; readers take 64 in all.</summary>
    private const int FreeDepth = 24;

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly Rule Hex = Rule.OfSymbols(symbol => symbol < Rule.CallOpen && char.IsAsciiHexDigit((char)symbol));

    public static readonly Rule Digit = Rule.Range('0', '9');

    /// <summary>White space that may be left out.</summary>
    public static readonly Rule Space = Rule.Optional(Rule.Text(" "));

    /// <summary>One character of a string.</summary>
    private static readonly Rule Character = Rule.AnyOf(
        Rule.OfSymbols(symbol => symbol is >= 0x20 and < 0x80 and not '"' and not '\\'),
        Rule.Sequence(Rule.Range(0xC2, 0xDF), Tail(1)),
        Rule.Sequence(Rule.Single(0xE0), Rule.Range(0xA0, 0xBF), Tail(1)),
        Rule.Sequence(Rule.OfSymbols(symbol => symbol is >= 0xE1 and <= 0xEF and not 0xED), Tail(2)),
        Rule.Sequence(Rule.Single(0xED), Rule.Range(0x80, 0x9F), Tail(1)),
        Rule.Sequence(Rule.Single(0xF0), Rule.Range(0x90, 0xBF), Tail(2)),
        Rule.Sequence(Rule.Range(0xF1, 0xF3), Tail(3)),
        Rule.Sequence(Rule.Single(0xF4), Rule.Range(0x80, 0x8F), Tail(2)),
        Rule.Sequence(Rule.Text("\\"), Rule.OfSymbols(symbol => symbol < Rule.CallOpen && "\"\\/bfnrt".Contains((char)symbol))),
        Rule.Sequence(Rule.Text("\\u"), Rule.OfSymbols(symbol => Hex.Has(symbol) && symbol is not ('d' or 'D')), Rule.Repeat(Hex, 3, 3)),
        Rule.Sequence(Rule.Text("\\u"), Rule.OfSymbols(symbol => symbol is 'd' or 'D'), Rule.Range('0', '7'), Rule.Repeat(Hex, 2, 2)));

    public static readonly Rule String = StringOf(0, Rule.Unlimited);

    public static readonly Rule Boolean = Rule.AnyOf(Rule.Text("true"), Rule.Text("false"));

    public static readonly Rule Null = Rule.Text("null");

    public static readonly Rule Number = Rule.Sequence(
        Rule.Optional(Rule.Text("-")),
        Rule.AnyOf(Rule.Text("0"), Rule.Sequence(Rule.Range('1', '9'), Rule.Repeat(Digit, 0, MaxDigits - 1))),
        Rule.Optional(Rule.Sequence(Rule.Text("."), Rule.Repeat(Digit, 1, MaxDigits))),
        Rule.Optional(Rule.Sequence(Rule.OfSymbols(symbol => symbol is 'e' or 'E'), Rule.Optional(Rule.OfSymbols(symbol => symbol is '+' or '-')), Rule.Repeat(Digit, 1, 2))));

    private static readonly Rule Scalar = Rule.AnyOf(String, Number, Boolean, Null);

    /// <summary>Any value.</summary>
    public static readonly Rule Value = MakeValue(FreeDepth);

    /// <summary>Any object.</summary>
    public static readonly Rule Object = MapOf(Value);

    /// <summary>A string of so many characters.</summary>
    public static Rule StringOf(int least, int most) => Rule.Sequence(Rule.Text("\""), Rule.Repeat(Character, least, most), Rule.Text("\""));

    /// <summary>An array of so many entries.</summary>
    public static Rule ArrayOf(Rule entry, int least, int most)
    {
        if (most == 0) return Rule.Text("[]");
        var more = Rule.Sequence(Rule.Text(","), Space, entry);
        var entries = Rule.Sequence(entry, Rule.Repeat(more, Math.Max(least - 1, 0), most == Rule.Unlimited ? most : most - 1), Space);
        return Rule.Sequence(Rule.Text("["), Space, least == 0 ? Rule.Optional(entries) : entries, Rule.Text("]"));
    }

    /// <summary>An object of any names and such values.</summary>
    public static Rule MapOf(Rule value)
    {
        var member = Rule.Sequence(String, Rule.Text(":"), Space, value);
        var members = Rule.Sequence(member, Rule.Repeat(Rule.Sequence(Rule.Text(","), Space, member), 0, Rule.Unlimited), Space);
        return Rule.Sequence(Rule.Text("{"), Space, Rule.Optional(members), Rule.Text("}"));
    }

    /// <summary>An object of these members in this order.</summary>
    public static Rule ObjectOf(IReadOnlyList<(string Name, Rule Value, bool IsRequired)> members)
    {
        // Two rules for each rest of the list: what may follow nothing, and what may follow a member and so needs a comma.
        var (first, after) = (Rule.Empty, Rule.Empty);
        foreach (var (name, value, required) in members.Reverse())
        {
            var member = Rule.Sequence(Literal(name), Rule.Text(":"), Space, value);
            var started = Rule.Sequence(member, after);
            var continued = Rule.Sequence(Rule.Text(","), Space, member, after);
            (first, after) = required ? (started, continued) : (Rule.AnyOf(started, first), Rule.AnyOf(continued, after));
        }
        return Rule.Sequence(Rule.Text("{"), Space, first, Space, Rule.Text("}"));
    }

    /// <summary>Exactly this string.</summary>
    public static Rule Literal(string text) => Rule.Text(JsonSerializer.Serialize(text, Plain));

    /// <summary>Exactly this value.</summary>
    public static Rule Literal(JsonElement value) => Rule.Text(JsonSerializer.Serialize(value, Plain));

    private static Rule MakeValue(int depth)
    {
        if (depth == 0) return Scalar;
        var inner = MakeValue(depth - 1);
        return Rule.AnyOf(Scalar, MapOf(inner), ArrayOf(inner, 0, Rule.Unlimited));
    }

    private static Rule Tail(int count) => Rule.Repeat(Rule.Range(0x80, 0xBF), count, count);
}
