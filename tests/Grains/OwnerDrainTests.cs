using Cocoon.Attestation.Evidence;
using Cocoon.Core;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Providers;
using Cocoon.Core.Trust;
using Cocoon.Grains.Inference;
using Cocoon.Grains.Providers;
using Cocoon.Sealing;
using Cocoon.Ton.Crypto;

namespace Cocoon.Grains.Tests;

/// <summary>An owner who works on the machine: it stays without jobs however often it starts.</summary>
[Collection(GrainCollection.Name)]
public sealed class OwnerDrainTests(GrainHost host) : IAsyncLifetime
{
    private static readonly AccountAddress Wallet = GrainHost.Address(77);

    private IProviderGrain Twin => host.Grains.Provider(Wallet);

    public Task InitializeAsync() => Start(life: 1);

    /// <summary>Others count the offers of this market.</summary>
    public Task DisposeAsync() => Twin.Leave(true);

    [Fact]
    public async Task A_drain_of_the_owner_lasts_through_new_lives_of_machine_and_twin_until_it_is_resumed()
    {
        (await IsOnMarket()).Should().BeTrue();

        host.Amnesia.After(Wallet.Raw, nameof(IProviderGrain.OwnerDrain));
        await Twin.OwnerDrain();
        await Start(life: 2);

        (await IsOnMarket()).Should().BeFalse();
        (await Code()).Should().Be(RefusalCode.ProviderDraining);
        var (facts, view) = (await Twin.Facts(), await Twin.View());
        (facts.IsDraining, facts.OwnerDraining, view.Draining, view.OwnerDraining).Should().Be((true, true, true, true));

        await Twin.Leave(false);
        (await IsOnMarket()).Should().BeTrue();
        (await Code()).Should().BeNull();
        facts = await Twin.Facts();
        (facts.IsDraining, facts.OwnerDraining).Should().Be((false, false));
    }

    [Fact]
    public async Task A_drain_of_a_machine_that_stops_ends_with_its_next_life()
    {
        await Twin.Drain(true);
        (await IsOnMarket()).Should().BeFalse();
        var facts = await Twin.Facts();
        (facts.IsDraining, facts.OwnerDraining).Should().Be((true, false));

        await Start(life: 2);

        (await IsOnMarket()).Should().BeTrue();
    }

    /// <summary>Starts the machine, with keys of its own for each life.</summary>
    private async Task Start(byte life)
    {
        var enclave = new Enclave(Wallet, GrainHost.Key((byte)(77 + life)), SealingKeyPair.Create(new SystemEntropy()), GrainHost.Bytes(9), Ed25519.Default, []);
        var shown = await new SimulatedEvidenceMaker().Make(new EvidenceRequest(enclave.Claims, GrainHost.Network, Wallet));
        await Twin.Register(shown.Encode(), [new Offer(GrainHost.Model, GrainHost.Bytes(4), "fake", 1_000, GrainHost.Prices, 1, "local")]);
        if (life == 1) await Twin.Leave(false);
    }

    private async Task<bool> IsOnMarket() => (await host.Grains.Market(GrainHost.Model).Snapshot()).Any(offer => offer.Provider == Wallet);

    /// <summary>Why it gives no slot; null where it does.</summary>
    private async Task<RefusalCode?> Code()
    {
        try
        {
            var lease = await Twin.Lease(new(host.NewJob(), GrainHost.Model, 10, GrainHost.Prices, Tier.Simulated, 500, DateTimeOffset.UtcNow.AddMinutes(1)));
            await Twin.Release(lease.Job);
            return null;
        }
        catch (RefusedException refused)
        {
            return refused.Code;
        }
    }
}
