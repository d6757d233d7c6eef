using System.Reflection;
using Cocoon.Core.Channels;
using Cocoon.Grains.Channels;
using Cocoon.Silo.Chain;
using Cocoon.Simulation.Guarding;

namespace Cocoon.Simulation.Tests.Guarding;

/// <summary>The code that simulations run takes time and randomness from nowhere but what it is given.</summary>
public sealed class ForbiddenCallsTests
{
    /// <summary>A silo's wiring, settings and probes, and the loading of models, are of real processes; simulations have none.</summary>
    private static readonly string[] OfTheHost = ["Hosting", "Settings", "Operations", "Providers.Models"];

    [Theory]
    [InlineData(typeof(ChannelState))]
    [InlineData(typeof(PaymentChannelGrain))]
    public void The_ledger_asks_no_clock_no_dice_and_no_thread_pool(Type of) => ForbiddenCalls.InLedger(of.Assembly).Should().BeEmpty();

    [Fact]
    public void The_silos_chain_and_agents_do_not_either() =>
        ForbiddenCalls.In(typeof(TonMarketChain).Assembly).Where(call => !OfTheHost.Any(part => call.StartsWith($"Cocoon.Silo.{part}.", StringComparison.Ordinal))).Should().BeEmpty();

    public static TheoryData<string> Crimes() => [.. typeof(Culprit).GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.DeclaredOnly).Select(method => method.Name)];

    [Theory]
    [MemberData(nameof(Crimes))]
    public void Every_way_out_is_found(string method) =>
        ForbiddenCalls.In(typeof(Culprit).Assembly).Should().Contain(call => call.Contains($".Culprit.{method} ") || call.Contains($".Culprit.<{method}>"));
}
