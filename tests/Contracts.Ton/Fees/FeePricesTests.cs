using Cocoon.Core.Money;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Client;
using Cocoon.Ton.Fees;
using Cocoon.Ton.Tests.Vectors;

namespace Cocoon.Ton.Tests.Fees;

/// <summary>Against what the node's executor charged.</summary>
public sealed class FeePricesTests
{
    private static readonly FeeVectors Vectors = VectorFile.Read<FeeVectors>("fees");

    [Fact]
    public async Task Gas_fees_are_those_of_the_executor()
    {
        var prices = await LoadAsync();
        foreach (var vector in Vectors.Gas) prices.GasFee(vector.Used).Value.Should().Be(vector.Fee, "of {0} gas", vector.Used);
        Vectors.Gas.Select(vector => vector.Used).Distinct().Should().HaveCountGreaterThan(4);
        // 100 gas cost a flat 40,000 nano, of which each further unit costs 400.
        (prices.GasFee(0).Value, prices.GasFee(100).Value, prices.GasFee(101).Value).Should().Be((40_000, 40_000, 40_400));
    }

    [Fact]
    public async Task Forward_fees_are_those_of_the_executor_and_leave_the_same_rest_for_the_receiver()
    {
        var prices = await LoadAsync();
        foreach (var vector in Vectors.Messages)
        {
            var fee = prices.ForwardFee(Boc.ReadBase64(vector.Boc));
            if (vector.Total is { } total) fee.Value.Should().Be(total);
            prices.Forward.LeftForReceiver(fee).Value.Should().Be(vector.Left);
        }
        Vectors.Messages.Count(vector => vector.Total is not null).Should().BeGreaterThan(4);
    }

    [Fact]
    public async Task Import_fees_are_those_of_the_executor()
    {
        var prices = await LoadAsync();
        foreach (var vector in Vectors.Imports) prices.ImportFee(Boc.ReadBase64(vector.Boc)).Value.Should().Be(vector.Fee);
        Vectors.Imports.Should().HaveCountGreaterThan(3);
    }

    [Fact]
    public async Task Storage_fees_are_those_of_the_executor()
    {
        var prices = await LoadAsync();
        foreach (var vector in Vectors.Storage) prices.StorageFee(vector.Bits, vector.Cells, vector.Seconds).Value.Should().Be(vector.Fee);
        Vectors.Storage.Should().NotBeEmpty();
        prices.StorageFee(0, 0, 1_000).Should().Be(Nano.Zero);
        prices.StorageFee(1, 0, 1).Value.Should().Be(1, "fees round up");
    }

    [Fact]
    public async Task The_masterchain_has_prices_of_its_own()
    {
        var prices = await LoadAsync(masterchain: true);
        prices.GasFee(101).Value.Should().Be(1_000_000 + 10_000);
        prices.ForwardFee(0, 0).Value.Should().Be(10_000_000);
        prices.StorageFee(1 << 16, 0, 1).Value.Should().Be(1_000);
    }

    [Fact]
    public void Fees_round_up_by_the_sixteenth_bit()
    {
        var gas = new GasPrices(FlatLimit: 10, FlatPrice: 5, Price: 1, Limit: 0, Credit: 0);
        (gas.Fee(11).Value, gas.Fee(10 + 65_536).Value, gas.Fee(11 + 65_536).Value).Should().Be((6, 6, 7));
        FluentActions.Invoking(() => (gas with { Price = ulong.MaxValue }).Fee(ulong.MaxValue)).Should().Throw<OverflowException>();
        new GasPrices(0, ulong.MaxValue, 0, 0, 0).Invoking(prices => prices.Fee(0)).Should().Throw<OverflowException>();
    }

    [Fact]
    public void Equal_cells_are_charged_once()
    {
        var leaf = new CellBuilder().StoreUInt(1, 8).Build();
        var root = new CellBuilder().StoreUInt(1, 4).StoreRef(leaf).StoreRef(leaf).StoreRef(Cell.Empty).Build();
        CellUsage.Of(root).Should().Be(new CellUsage(12, 3));
        CellUsage.BelowRoot(root).Should().Be(new CellUsage(8, 2));
    }

    [Fact]
    public async Task Prices_that_make_no_sense_are_the_node_s_fault()
    {
        var client = new ConfigOnly(_ => Cell.Empty);
        (await FluentActions.Awaiting(() => FeePrices.LoadAsync(client)).Should().ThrowAsync<TonClientException>()).Which.Failure.Should().Be(TonFailure.BadAnswer);
    }

    private static Task<FeePrices> LoadAsync(bool masterchain = false) =>
        FeePrices.LoadAsync(new ConfigOnly(number => Boc.ReadBase64(Vectors.Params[number])), masterchain);
}
