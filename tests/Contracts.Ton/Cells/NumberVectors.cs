using System.Globalization;
using System.Numerics;

namespace Cocoon.Ton.Tests.Cells;

public sealed record NumberVectors(NumberVectors.Number[] Unsigned, NumberVectors.Number[] Signed, NumberVectors.Number[] Variable, NumberVectors.Number[] External)
{
    public sealed record Number(string Value, int Bits, string Hash)
    {
        public BigInteger Big => BigInteger.Parse(Value, CultureInfo.InvariantCulture);
    }
}
