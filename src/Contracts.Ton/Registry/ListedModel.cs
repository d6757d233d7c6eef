using Cocoon.Core.Crypto;
using Cocoon.Core.Pricing;
using Cocoon.Ton.Cells;

namespace Cocoon.Ton.Registry;

/// <summary>A model that the registry allows to be served.</summary>
/// <param name="WeightHash">SHA-256 of its weights, 32 bytes.</param>
/// <param name="Prices">Nano per million tokens.</param>
public sealed record ListedModel(HexBytes WeightHash, PriceList Prices)
{
    internal static CellCodec<ListedModel> Codec { get; } = new((builder, value) => builder.StoreRef(value.ToCell()), slice => Read(slice.LoadRef()));

    /// <exception cref="CellFormatException">The hash does not have 32 bytes, or a price is negative.</exception>
    public Cell ToCell() => new CellBuilder()
        .StoreHash(WeightHash)
        .StoreCoins(Prices.Prompt)
        .StoreCoins(Prices.CachedPrompt)
        .StoreCoins(Prices.Completion)
        .StoreCoins(Prices.Reasoning)
        .Build();

    /// <exception cref="CellFormatException">Not such a cell, or a price beyond 63 bits.</exception>
    public static ListedModel Read(Cell cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        var slice = cell.BeginParse();
        var model = new ListedModel(slice.LoadHash(), new PriceList(slice.LoadCoins(), slice.LoadCoins(), slice.LoadCoins(), slice.LoadCoins()));
        slice.RequireEnd();
        return model;
    }
}
