using Cocoon.Core.Money;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Client;

namespace Cocoon.Ton.Fees;

/// <summary>
/// The prices of one workchain, read from the chain's configuration, and the node's formulas. Validators change prices by
/// vote: read them anew from time to time and keep no fee as a constant. Immutable and thread-safe.
/// </summary>
/// <param name="Gas">Prices of computing.</param>
/// <param name="Forward">Prices of messages.</param>
/// <param name="Storage">Prices of storage by period, the oldest first.</param>
/// <param name="Masterchain">Whether these are the masterchain's prices.</param>
public sealed record FeePrices(GasPrices Gas, ForwardPrices Forward, IReadOnlyList<StoragePrices> Storage, bool Masterchain = false)
{
    private const int StorageParam = 18;
    private const int GasParam = 21;
    private const int ForwardParam = 25;

    /// <summary>Reads parameters 18, 21 and 25; for the masterchain 18, 20 and 24.</summary>
    /// <exception cref="TonClientException">A node that cannot be reached, or whose parameters make no sense.</exception>
    public static async Task<FeePrices> LoadAsync(ITonClient client, bool masterchain = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        var less = masterchain ? 1 : 0;
        var storage = await client.GetConfigParamAsync(StorageParam, cancellationToken);
        var gas = await client.GetConfigParamAsync(GasParam - less, cancellationToken);
        var forward = await client.GetConfigParamAsync(ForwardParam - less, cancellationToken);
        try
        {
            return new FeePrices(GasPrices.Parse(gas), ForwardPrices.Parse(forward), StoragePrices.ParseAll(storage), masterchain);
        }
        catch (CellFormatException e)
        {
            throw new TonClientException(TonFailure.BadAnswer, $"The chain's prices make no sense: {e.Message}", e);
        }
    }

    /// <summary>The fee of a run that used some gas, flat part included.</summary>
    public Nano GasFee(ulong gas) => Gas.Fee(gas);

    /// <summary>The fee of sending a message with so much below its root cell.</summary>
    public Nano ForwardFee(ulong bits, ulong cells) => Forward.Fee(bits, cells);

    /// <summary>The fee of sending a message.</summary>
    public Nano ForwardFee(Cell message) => ForwardFee(CellUsage.BelowRoot(message));

    /// <summary>The fee of bringing an external message with so much below its root cell into the chain.</summary>
    public Nano ImportFee(ulong bits, ulong cells) => Forward.Fee(bits, cells);

    /// <summary>The fee of bringing an external message into the chain.</summary>
    public Nano ImportFee(Cell message) => ForwardFee(CellUsage.BelowRoot(message));

    /// <summary>The fee of storage at the newest prices.</summary>
    public Nano StorageFee(ulong bits, ulong cells, ulong seconds) => Storage[^1].Fee(bits, cells, seconds, Masterchain);

    private Nano ForwardFee(CellUsage usage) => Forward.Fee(usage.Bits, usage.Cells);
}
