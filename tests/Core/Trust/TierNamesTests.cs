using Cocoon.Core.Trust;

namespace Cocoon.Core.Tests.Trust;

public sealed class TierNamesTests
{
    [Theory]
    [InlineData(Tier.Simulated, "simulated")]
    [InlineData(Tier.Open, "open")]
    [InlineData(Tier.CpuTee, "cpu-tee")]
    [InlineData(Tier.CcGpu, "cc-gpu")]
    public void Every_tier_has_a_name_that_is_read_back(Tier tier, string name)
    {
        tier.Name().Should().Be(name);
        TierNames.TryParse(name, out var back).Should().BeTrue();
        back.Should().Be(tier);
    }

    [Theory]
    [InlineData("CC-GPU")]
    [InlineData("")]
    [InlineData(null)]
    public void Other_names_are_refused(string? name) => TierNames.TryParse(name, out _).Should().BeFalse();

    [Fact]
    public void A_number_without_a_tier_has_no_name()
    {
        var naming = () => ((Tier)9).Name();

        naming.Should().Throw<ArgumentOutOfRangeException>();
    }

    [Theory]
    [InlineData(Tier.CcGpu, Tier.CcGpu, true)]
    [InlineData(Tier.CcGpu, Tier.Open, true)]
    [InlineData(Tier.Open, Tier.CpuTee, false)]
    [InlineData(Tier.Simulated, Tier.Open, false)]
    public void A_tier_serves_what_it_proves(Tier offered, Tier least, bool serves) => offered.Satisfies(least).Should().Be(serves);
}
