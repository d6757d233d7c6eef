using Cocoon.Simulation.Chain.Machine;
using Cocoon.Ton.Fees;

namespace Cocoon.Simulation.Tests.Chain;

public sealed class ModelFeesTests
{
    [Fact]
    public void The_first_prices_are_those_of_the_sandbox()
    {
        using var sandbox = Sandbox.Start();
        var prices = ModelFees.Mainnet.Prices;
        prices.Gas.Should().Be(GasPrices.Parse(sandbox.Config(21)));
        prices.Forward.Should().Be(ForwardPrices.Parse(sandbox.Config(25)));
        prices.Storage[^1].Should().Be(StoragePrices.ParseAll(sandbox.Config(18))[^1] with { Since = prices.Storage[^1].Since });
    }

    [Fact]
    public void The_config_says_what_the_prices_are()
    {
        var fees = ModelFees.Mainnet.Scaled(1, 6);
        GasPrices.Parse(fees.Config(21, -3)!).Should().Be(fees.Prices.Gas);
        ForwardPrices.Parse(fees.Config(25, -3)!).Should().Be(fees.Prices.Forward);
        StoragePrices.ParseAll(fees.Config(18, -3)!).Should().Equal(fees.Prices.Storage);
        fees.Config(19, -3)!.BeginParse().LoadInt(32).Should().Be(-3);
        fees.Config(1, -3).Should().BeNull();
    }
}
