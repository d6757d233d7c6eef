using Cocoon.Attestation.Evidence;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Core.Providers;
using Cocoon.Grains.Inference;
using Cocoon.Grains.Tests;
using Cocoon.Sealing;
using Cocoon.Silo.Hosting;
using Cocoon.Silo.Providers;
using Cocoon.Ton.Crypto;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cocoon.Silo.Tests.Providers;

/// <summary>What the market's own auditor tells of itself.</summary>
public sealed class AuditsOnlyTests
{
    private static readonly PriceList Free = new(Nano.Zero, Nano.Zero, Nano.Zero, Nano.Zero);

    [Theory]
    [InlineData(true, "Ready to audit as ")]
    [InlineData(false, "On the market as ")]
    public async Task It_says_that_it_audits_where_others_say_that_they_sell(bool isAuditor, string expected)
    {
        var log = new ListLog<ProviderAgent>();

        await OfferedAsync(isAuditor, log);

        log.Lines.Should().ContainSingle().Which.Should().StartWith(expected).And.Contain("with 1 models");
    }

    [Fact]
    public async Task It_names_its_models_as_not_for_sale_whatever_their_prices()
    {
        var offer = await OfferedAsync(isAuditor: true, NullLogger<ProviderAgent>.Instance);

        offer.Should().Match<Offer>(told => told.AuditsOnly && told.Model == GrainHost.Model && told.Prices == Free && told.BatchPrices == null && told.Floor == null);
    }

    /// <summary>The one offer that an agent makes which serves one model.</summary>
    private static async Task<Offer> OfferedAsync(bool isAuditor, ILogger<ProviderAgent> log)
    {
        var (wallet, seat) = (GrainHost.Address(8), new ListeningSeat());
        var model = new ServedModel(new FakeEngine(GrainHost.Model, GrainHost.Bytes(4).ToString())) { Ask = new ModelAsk(GrainHost.Prices, GrainHost.Prices, GrainHost.Prices) };
        await using var enclave = new Enclave(wallet, GrainHost.Key(8), SealingKeyPair.Create(new SystemEntropy()), GrainHost.Bytes(9), Ed25519.Default, []);
        enclave.Add(model);
        var options = new ProviderRoleOptions { Wallet = wallet, ModelFolders = [], Prices = Free, AuditsOnly = isAuditor };
        using var agent = new ProviderAgent(null!, enclave, new SimulatedEvidenceMaker(), options, GrainHost.Rules, TimeProvider.System, log, seat);

        await agent.StartAsync(default);
        var offer = (await seat.Offers).Should().ContainSingle().Which;
        await agent.StopAsync(default);
        return offer;
    }
}
