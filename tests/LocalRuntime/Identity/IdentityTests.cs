using Cocoon.LocalRuntime.Tests.Hosting;

namespace Cocoon.LocalRuntime.Tests.Identity;

public sealed class IdentityTests(SharedHost shared) : ConformanceTests(shared)
{
    [Fact]
    public async Task Keys_of_all_kinds_reach_the_grain()
    {
        var guid = Guid.NewGuid();

        (await Grains.GetGrain<IIdentityGrain>("ключ/with+signs").KeyOf()).Should().Be("ключ/with+signs");
        (await Grains.GetGrain<INumberGrain>(-42).KeyOf()).Should().Be(-42);
        (await Grains.GetGrain<IGuidGrain>(guid).KeyOf()).Should().Be(guid);
    }

    [Fact]
    public async Task References_travel_in_calls_and_are_equal_when_they_name_the_same_grain()
    {
        var grain = Grain<IIdentityGrain>();
        var itself = await grain.Itself();

        itself.Should().Be(grain);
        itself.GetHashCode().Should().Be(grain.GetHashCode());
        grain.Should().NotBe(Grain<IIdentityGrain>("other"));
        (await grain.KeyOfOther(Grain<IIdentityGrain>("other"))).Should().Be($"{Key}other");
        (await itself.KeyOf()).Should().Be(Key);
    }

    [Fact]
    public async Task A_grain_that_passes_itself_passes_a_reference() =>
        (await Grain<IIdentityGrain>().ShowItselfTo(Grain<IIdentityGrain>("other"))).Should().Be($"False test-identity/{Key}");

    [Fact]
    public void Grain_types_are_named_by_attribute_or_by_class()
    {
        Grain<IIdentityGrain>().GetGrainId().ToString().Should().Be($"test-identity/{Key}");
        Grains.GetGrain<INumberGrain>(255).GetGrainId().ToString().Should().Be("number/FF");
        GrainId.Parse("number/FF").Should().Be(Grains.GetGrain<INumberGrain>(255).GetGrainId());
    }

    [Fact]
    public async Task A_grain_can_be_called_by_its_id()
    {
        var id = Grain<IIdentityGrain>().GetGrainId();

        (await Grains.GetGrain<IIdentityGrain>(id).KeyOf()).Should().Be(Key);
    }
}
