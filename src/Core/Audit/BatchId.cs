using System.Globalization;

namespace Cocoon.Core.Audit;

/// <summary>Names an archived batch, as the key of its grain does: "shard/seqno".</summary>
public readonly record struct BatchId(int Shard, uint Seqno) : IComparable<BatchId>
{
    /// <exception cref="FormatException">The text is not "shard/seqno".</exception>
    public static BatchId Parse(string text) =>
        text.Split('/') is [var shard, var seqno]
        && int.TryParse(shard, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && uint.TryParse(seqno, NumberStyles.None, CultureInfo.InvariantCulture, out var position)
            ? new BatchId(number, position)
            : throw new FormatException($"'{text}' names no batch: expected shard/seqno.");

    public int CompareTo(BatchId other) => Shard != other.Shard ? Shard.CompareTo(other.Shard) : Seqno.CompareTo(other.Seqno);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Shard}/{Seqno}");

    public static bool operator <(BatchId left, BatchId right) => left.CompareTo(right) < 0;
    public static bool operator >(BatchId left, BatchId right) => left.CompareTo(right) > 0;
    public static bool operator <=(BatchId left, BatchId right) => left.CompareTo(right) <= 0;
    public static bool operator >=(BatchId left, BatchId right) => left.CompareTo(right) >= 0;
}
