using System.Globalization;
using System.Numerics;
using Cocoon.Inference.Formats.Grammars;

namespace Cocoon.Inference.Formats.Schemas;

/// <summary>
/// Numbers between two bounds, written digit by digit: for each number of decimals the numbers of exactly so many between
/// the scaled bounds. Without exponents.
/// </summary>
internal static class NumberRules
{
    /// <summary>Decimals a bounded number may have.</summary>
    public const int MaxDecimals = 6;

    private static readonly BigInteger Largest = BigInteger.Pow(10, JsonRules.MaxDigits) - 1;

    /// <summary>Numbers of at most so many decimals in a range; null when there is none.</summary>
    public static Rule? Between(NumberRange range, int decimals)
    {
        var rules = new List<Rule>();
        for (var count = 0; count <= decimals; count++)
        {
            var scale = BigInteger.Pow(10, count);
            var least = BigInteger.Max(range.Least(scale) ?? -Largest * scale, -Largest * scale);
            var most = BigInteger.Min(range.Most(scale) ?? Largest * scale, Largest * scale);
            if (least > most) continue;
            if (most >= 0) rules.Add(Magnitudes(BigInteger.Max(least, 0), most, count));
            if (least < 0) rules.Add(Rule.Sequence(Rule.Text("-"), Magnitudes(BigInteger.Max(-most, 1), -least, count)));
        }
        return rules.Count == 0 ? null : Rule.AnyOf([.. rules]);
    }

    private static Rule Magnitudes(BigInteger least, BigInteger most, int decimals)
    {
        var rules = new List<Rule>();
        var shortest = decimals + 1;
        for (var length = shortest; length <= Math.Max(most.ToString(CultureInfo.InvariantCulture).Length, shortest); length++)
        {
            var from = length == shortest ? least : BigInteger.Max(least, BigInteger.Pow(10, length - 1));
            var to = BigInteger.Min(most, BigInteger.Pow(10, length) - 1);
            if (from <= to) rules.Add(Digits(from.ToString("D" + length, CultureInfo.InvariantCulture), to.ToString("D" + length, CultureInfo.InvariantCulture), decimals));
        }
        return Rule.AnyOf([.. rules]);
    }

    /// <summary>All digit strings from one to another of the same length, with the point where it belongs.</summary>
    private static Rule Digits(string from, string to, int decimals)
    {
        var length = from.Length;
        if (length == 0) return Rule.Empty;
        if (from.All(digit => digit == '0') && to.All(digit => digit == '9')) return Any(length, decimals);
        var point = Point(length, decimals);
        if (from[0] == to[0]) return Rule.Sequence(point, Rule.Single(from[0]), Digits(from[1..], to[1..], decimals));
        var (zeros, nines) = (new string('0', length - 1), new string('9', length - 1));
        var rules = new List<Rule>
        {
            Rule.Sequence(Rule.Single(from[0]), Digits(from[1..], nines, decimals)),
            Rule.Sequence(Rule.Single(to[0]), Digits(zeros, to[1..], decimals)),
        };
        if (to[0] - from[0] > 1) rules.Add(Rule.Sequence(Rule.Range(from[0] + 1, to[0] - 1), Any(length - 1, decimals)));
        return Rule.Sequence(point, Rule.AnyOf([.. rules]));
    }

    private static Rule Any(int length, int decimals)
    {
        if (length == 0) return Rule.Empty;
        if (length <= decimals) return Rule.Sequence(Point(length, decimals), Rule.Repeat(JsonRules.Digit, length, length));
        return Rule.Sequence(Rule.Repeat(JsonRules.Digit, length - decimals, length - decimals), Any(decimals, decimals));
    }

    private static Rule Point(int length, int decimals) => length == decimals ? Rule.Text(".") : Rule.Empty;
}
