using System.Numerics;

namespace Cocoon.Ton.Tests.Cells;

/// <param name="Bits">Width of the keys.</param>
/// <param name="Entries">Unsigned keys and 64-bit values as decimal text.</param>
/// <param name="Root">The root as a bag of cells; left out of large ones.</param>
/// <param name="Hash">The root's hash.</param>
public sealed record DictionaryVector(int Bits, DictionaryVector.Entry[] Entries, string? Root, string Hash)
{
    public sealed record Entry(string Key, string Value)
    {
        public BigInteger KeyNumber => BigInteger.Parse(Key, System.Globalization.CultureInfo.InvariantCulture);

        public ulong ValueNumber => ulong.Parse(Value, System.Globalization.CultureInfo.InvariantCulture);
    }
}
