using Cocoon.Attestation.Evidence;
using Cocoon.Core;
using Cocoon.Core.Accounts;
using Cocoon.Grains;
using Cocoon.Grains.Tests;

namespace Cocoon.Silo.Tests.Placement;

public sealed class PlacementTests(PlacementCluster cluster) : IClassFixture<PlacementCluster>
{
    [Fact]
    public async Task An_engine_s_grain_lives_on_the_silo_of_its_wallet() => (await HomeOf(PlacementCluster.First)).Should().Be(cluster.OfFirst);

    [Fact]
    public async Task Of_two_silos_with_one_wallet_the_one_that_started_last_counts()
    {
        var newest = cluster.OfSecond.MaxBy(silo => silo.Generation)!;
        (await HomeOf(PlacementCluster.Second)).Should().Be(newest);
    }

    [Fact]
    public async Task A_wallet_without_a_silo_is_refused_so_that_the_caller_can_go_elsewhere() =>
        (await cluster.Grains.Inference(GrainHost.Address(9)).Invoking(grain => grain.Prove(new byte[ReportBinding.NonceBytes])).Should().ThrowAsync<RefusedException>())
        .Which.Code.Should().Be(RefusalCode.ProviderUnknown);

    [Fact]
    public async Task The_ledger_never_lives_on_a_provider_s_silo()
    {
        for (var i = 0; i < 30; i++) await cluster.Grains.Market($"model-{i}").Snapshot();

        var all = await cluster.Management.GetDetailedGrainStatistics();

        all.Where(grain => grain.GrainId.Type.ToString() == "market").Select(grain => grain.SiloAddress).Should().HaveCount(30).And.OnlyContain(silo => silo.Equals(cluster.Core));
        all.Where(grain => !grain.SiloAddress.Equals(cluster.Core) && !grain.GrainId.Type.IsSystemTarget()).Select(grain => grain.GrainId.Type.ToString()).Should().OnlyContain(type => type == "inference");
    }

    [Fact]
    public async Task A_grain_of_a_silo_lives_on_that_silo()
    {
        var key = cluster.Core.ToParsableString();
        (await cluster.Grains.GetGrain<ISiloBoundGrain>(key).Where()).Should().Be(key);
    }

    [Fact]
    public async Task A_silo_that_is_not_there_or_hosts_no_such_grain_is_refused()
    {
        foreach (var silo in (SiloAddress[])[SiloAddress.New(System.Net.IPAddress.Loopback, 1, 1), cluster.OfFirst])
            (await cluster.Grains.GetGrain<ISiloBoundGrain>(silo.ToParsableString()).Invoking(grain => grain.Where()).Should().ThrowAsync<RefusedException>())
                .Which.Code.Should().Be(RefusalCode.SiloUnknown);
    }

    private async Task<SiloAddress?> HomeOf(AccountAddress wallet)
    {
        var grain = cluster.Grains.Inference(wallet);
        await grain.Prove(new byte[ReportBinding.NonceBytes]);
        return await cluster.Management.GetActivationAddress(grain);
    }
}
