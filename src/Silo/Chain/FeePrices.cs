using Cocoon.Core.Money;
using Cocoon.Ton.Client;

namespace Cocoon.Silo.Chain;

internal sealed record FeePrices(long Gas, long Lump, long Bit, long CellPrice)
{
    public static async Task<FeePrices> ReadAsync(ITonClient client, CancellationToken cancellationToken)
    {
        var gas = (await client.GetConfigParamAsync(21, cancellationToken)).BeginParse();
        gas.SkipBits(8 + 64 + 64 + 8);
        var msg = (await client.GetConfigParamAsync(25, cancellationToken)).BeginParse();
        msg.SkipBits(8);
        return new FeePrices((long)gas.LoadUInt(64), (long)msg.LoadUInt(64), (long)msg.LoadUInt(64), (long)msg.LoadUInt(64));
    }

    public Nano GasFee(long gas) => new((gas * Gas) >> 16);

    public Nano ForwardFee(long bits, long cells) => new(Lump + (((bits * Bit) + (cells * CellPrice)) >> 16));

    public Nano ImportFee(long bits, long cells) => ForwardFee(bits, cells);
}
