using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;

namespace Cocoon.Versions.Tests.Upgrades;

/// <summary>Silos are replaced one by one by those of the next version, whose grains have a method and a member more, while callers go on (docs/upgrades.md).</summary>
public sealed class RollingUpgradeTests
{
    private const int Silos = 2;
    private const int Purses = 8;
    /// <summary>A call to a silo that is gone takes half a minute to fail, and on a busy machine one may follow another.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task Calls_go_on_and_each_counts_once_while_silos_are_replaced_one_by_one()
    {
        await using var cluster = await UpgradeCluster.Start(Silos);
        var callers = Enumerable.Range(0, Purses).Select(purse => new Caller(cluster.Callers, $"purse-{purse}")).ToList();
        var last = cluster.Silos[0];
        try
        {
            foreach (var old in cluster.Silos.ToList())
            {
                await Progress(callers);
                last = await cluster.Add();
                // Callers of the next version meet grains that live on silos of this one, and move them.
                foreach (var caller in callers) (await Move(last, caller, callers)).Should().Be("next");
                await Progress(callers);
                await cluster.Stop(old);
                await Progress(callers);
            }
        }
        finally
        {
            await Task.WhenAll(callers.Select(caller => caller.Stop()));
        }

        callers.SelectMany(caller => caller.Failures).Should().BeEmpty();
        cluster.Silos.Should().OnlyContain(silo => cluster.IsNext(silo));
        callers.Should().OnlyContain(caller => caller.Last!.Total == caller.Calls && caller.Last.Version == "next");
        foreach (var caller in callers) (await Next(last, caller.Key).CountByNext()).Should().BePositive().And.BeLessThan(caller.Calls, "both versions have served it");
    }

    [Fact]
    public async Task A_grain_that_goes_back_to_a_silo_of_the_old_version_loses_nothing_that_the_new_one_stored()
    {
        await using var cluster = await UpgradeCluster.Start(silos: 1);
        var purse = cluster.Callers.GetGrain<Versions.Now.IPurseGrain>("purse");
        (await purse.Add(1, 10)).Version.Should().Be("now");
        var added = await cluster.Add();
        (await Next(added).Add(2, 1)).Should().Be(new Versions.Next.PurseView(11, "next", 1), "the old version's record is read by the new one");

        // The upgrade is taken back: only the old version is left, which goes on with the record and writes it.
        await cluster.Stop(added);
        (await purse.Add(3, 100)).Should().Be(new Versions.Now.PurseView(111, "now"));

        (await Next(await cluster.Add()).Add(3, 100)).Should().Be(new Versions.Next.PurseView(111, "next", 1), "the member that the old version does not know is still there");
    }

    /// <summary>
    /// Orleans reads a call before it looks whether its version suits, so that [Version] does not help here. A grain that lives
    /// on an old silo is called by methods that the old version has, until the last old silo is gone.
    /// </summary>
    [Fact]
    public async Task A_method_that_an_old_silo_does_not_know_fails_there_so_it_is_called_one_release_later()
    {
        await using var cluster = await UpgradeCluster.Start(silos: 1);
        var old = cluster.Silos[0];
        await cluster.Callers.GetGrain<Versions.Now.IPurseGrain>("purse").Add(1, 10);
        var added = await cluster.Add();

        await FluentActions.Awaiting(() => Next(added).CountByNext()).Should().ThrowAsync<TypeLoadException>();

        await cluster.Stop(old);
        (await Next(added).CountByNext()).Should().Be(0);
    }

    private static Versions.Next.IPurseGrain Next(InProcessSiloHandle from, string purse = "purse") =>
        from.ServiceProvider.GetRequiredService<IGrainFactory>().GetGrain<Versions.Next.IPurseGrain>(purse);

    /// <summary>
    /// A call of the next version ends a grain of this one. Until the silos agree on where it goes, a call of this version may bring
    /// it up again where it was, and the call is refused: it was not carried out, and is made again.
    /// </summary>
    private static async Task<string> Move(InProcessSiloHandle to, Caller caller, List<Caller> callers)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return (await Next(to, caller.Key).Add(0, 0)).Version;
            }
            catch (OrleansMessageRejectionException) when (attempt < 20)
            {
                await Progress(callers);
            }
        }
    }

    private static async Task Progress(List<Caller> callers)
    {
        try
        {
            await Task.WhenAll(callers.Select(caller => caller.Progress(20))).WaitAsync(Patience);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"Callers got no further: {string.Join("; ", callers.Select(static caller => caller.Trouble ?? $"{caller.Key}, after {caller.Calls} calls: no trouble"))}", e);
        }
    }
}
