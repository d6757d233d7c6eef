using System.Globalization;

namespace Cocoon.Admin.Market;

/// <summary>Which batch.</summary>
public readonly record struct BatchKey(int Shard, uint Seqno)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Shard}/{Seqno}");
}
