using System.Globalization;
using System.Text.Json.Serialization;

namespace Cocoon.Core.Money;

/// <summary>
/// An amount of money in nanoTON (1 TON = 10^9 nano). All arithmetic is checked: overflow throws
/// <see cref="OverflowException"/> and never wraps. May be negative as the result of a subtraction; places that must not
/// hold a negative amount say so and check.
/// </summary>
[GenerateSerializer, Immutable, Alias("cocoon.nano")]
[JsonConverter(typeof(NanoJsonConverter))]
public readonly record struct Nano([property: Id(0)] long Value) : IComparable<Nano>
{
    /// <summary>Nano in one TON.</summary>
    public const long PerTon = 1_000_000_000;

    public static readonly Nano Zero = new(0);
    public static readonly Nano MaxValue = new(long.MaxValue);

    /// <summary>A whole number of TON.</summary>
    public static Nano FromTon(long ton) => new(checked(ton * PerTon));

    public bool IsZero => Value == 0;
    public bool IsNegative => Value < 0;
    public bool IsPositive => Value > 0;

    public static Nano operator +(Nano a, Nano b) => new(checked(a.Value + b.Value));
    public static Nano operator -(Nano a, Nano b) => new(checked(a.Value - b.Value));
    public static bool operator <(Nano a, Nano b) => a.Value < b.Value;
    public static bool operator >(Nano a, Nano b) => a.Value > b.Value;
    public static bool operator <=(Nano a, Nano b) => a.Value <= b.Value;
    public static bool operator >=(Nano a, Nano b) => a.Value >= b.Value;

    public static Nano Min(Nano a, Nano b) => a <= b ? a : b;
    public static Nano Max(Nano a, Nano b) => a >= b ? a : b;

    public int CompareTo(Nano other) => Value.CompareTo(other.Value);

    /// <summary>Reads a decimal TON amount such as "1.5"; at most nine decimals, no exponent.</summary>
    public static bool TryParseTon(string? text, out Nano amount)
    {
        amount = Zero;
        if (!decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var ton))
            return false;
        if (Math.Abs(ton) > long.MaxValue / PerTon) return false;
        var nano = ton * PerTon;
        if (nano != decimal.Truncate(nano)) return false;
        amount = new Nano((long)nano);
        return true;
    }

    /// <summary>The amount in TON with all nine decimals, for people: "0.001250000 TON".</summary>
    public override string ToString() => ((decimal)Value / PerTon).ToString("0.000000000", CultureInfo.InvariantCulture) + " TON";
}
