using Cocoon.Core.Market;
using Cocoon.Grains.Tests;
using Cocoon.Inference.Models;
using Cocoon.Silo.Hosting;
using Cocoon.Silo.Providers.Models;

namespace Cocoon.Silo.Tests.Providers;

/// <summary>Models that come and go while a silo runs.</summary>
public sealed class ModelKeeperTests
{
    [Fact]
    public async Task A_model_that_does_not_fit_is_refused_and_the_refusal_says_what_to_unload()
    {
        await using var machine = new FakeModels(memory: 3L << 30);

        await machine.Want(machine.Entry("a", 2L << 30), machine.Entry("b", 2L << 30));

        machine.Offered.Should().Equal("a");
        machine.Log.Lines.Should().Contain("'b' was not loaded: 'b' needs 2 GiB, and 1 GiB of 3 GiB are free. Unload 'a' (2 GiB) first.");
        await machine.Want(machine.Entry("b", 2L << 30));
        (machine.Offered, machine.Disposed).Should().BeEquivalentTo((new[] { "b" }, new[] { "a" }));
    }

    [Fact]
    public async Task Where_it_is_allowed_an_idle_model_makes_room_and_is_offered_no_more()
    {
        await using var machine = new FakeModels(memory: 3L << 30, unloadIdle: true);
        var (a, b) = (machine.Entry("a", 2L << 30), machine.Entry("b", 2L << 30));
        await machine.Want(a);

        await machine.Want(a, b);

        (machine.Offered, machine.Disposed).Should().BeEquivalentTo((new[] { "b" }, new[] { "a" }));
        await machine.Keeper.Follow(default);
        machine.Offered.Should().Equal(["b"], "nothing changed, so nothing moves");
    }

    [Fact]
    public async Task What_runs_is_finished_before_the_memory_goes_and_nothing_begins_meanwhile()
    {
        await using var machine = new FakeModels(memory: 1L << 30);
        await machine.Want(machine.Entry("a", 1));
        var model = machine.Enclave.Model("a")!;
        var job = model.TryEnter(1)!;

        var unloading = machine.Want();

        model.IsOffered.Should().BeFalse("the offer goes first");
        await GrainHost.Eventually(() =>
        {
            using var late = model.TryEnter(2);
            return Task.FromResult(late is null);
        });
        (unloading.IsCompleted, machine.Disposed.Count).Should().Be((false, 0));
        job.Dispose();
        await unloading;
        (machine.Disposed, machine.Enclave.Model("a")).Should().BeEquivalentTo((new[] { "a" }, (object?)null));
    }

    [Fact]
    public async Task What_the_registry_does_not_list_with_these_weights_is_not_offered()
    {
        await using var machine = new FakeModels(memory: 1L << 30);

        await machine.Want(machine.Entry("unlisted", 1), machine.Entry("stranger", 1));

        machine.Offered.Should().BeEmpty();
        machine.Log.Lines.Should().Contain(line => line.Contains("does not list the model 'unlisted'")).And.Contain(line => line.Contains("The weights of 'stranger' are not the ones in the registry"));
    }

    [Theory]
    [InlineData(MarketParameters.Mainnet, false, false)]
    [InlineData(MarketParameters.Mainnet, true, true)]
    [InlineData(-3, false, true)]
    public async Task A_toy_is_sold_in_public_only_where_its_owner_says_so(int network, bool allows, bool isSold)
    {
        await using var machine = new FakeModels(memory: 1);
        var options = new ProviderRoleOptions { Wallet = GrainHost.Address(3), ModelFolders = [], Prices = GrainHost.Prices, AllowToyModels = allows };
        var loader = new ModelLoader([machine], options, GrainHost.Rules with { NetworkId = network, Models = GrainHost.Rules.Models.Add("a", FakeModels.Weights) });

        var reason = loader.WhyNotSold(new(machine.Open(machine.Entry("a", 1))) { IsToy = true });

        (reason is null).Should().Be(isSold);
    }

    [Fact]
    public async Task An_engine_that_comes_up_late_is_offered_then_and_measured_again_after_a_day()
    {
        await using var machine = new FakeModels(memory: 1L << 30) { IsDown = true };
        await machine.Want(machine.Entry("a", 1));
        await machine.Keeper.TryOut(default);
        machine.Offered.Should().BeEmpty();
        machine.Log.Lines.Where(line => line.Contains("did not answer")).Should().ContainSingle("it is said once");

        machine.IsDown = false;
        await machine.Keeper.TryOut(default);

        machine.Offered.Should().Equal("a");
        var first = machine.Enclave.Model("a")!.Profile!;
        await machine.Keeper.MeasureAgain(first.MeasuredAt.AddHours(23), default);
        machine.Enclave.Model("a")!.Profile.Should().BeSameAs(first);
        await machine.Keeper.MeasureAgain(first.MeasuredAt.AddHours(25), default);
        machine.Enclave.Model("a")!.Profile!.MeasuredAt.Should().BeAfter(first.MeasuredAt);
    }

    [Fact]
    public async Task An_engine_that_this_build_has_not_is_named_with_those_it_has()
    {
        await using var machine = new FakeModels(memory: 1L << 30);

        machine.Loader.Invoking(loader => loader.Load(machine.Entry("a", 1) with { Engine = "gpu" })).Should().Throw<ModelFileException>()
            .WithMessage("There is no engine 'gpu' in this build for 'a'. There are: cpu.");
    }

    [Fact]
    public async Task A_model_is_measured_in_bounded_time_and_its_figures_are_possible()
    {
        await using var machine = new FakeModels(memory: 1);

        var profile = await new SpeedProbe(TimeProvider.System).Measure(machine.Open(machine.Entry("a", 1)), slots: 8, TimeSpan.FromSeconds(5), default);

        profile!.IsValid.Should().BeTrue();
        (profile.RateAt1, profile.RateAt8, profile.FirstTokenP95).Should().Match<(double One, double Eight, double First)>(figures => figures.One > 0 && figures.Eight > 0 && figures.First > 0);
    }
}
