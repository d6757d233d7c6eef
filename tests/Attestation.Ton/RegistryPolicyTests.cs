using System.Collections.Immutable;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Policy;
using Cocoon.Attestation.Tests.Keeping;
using Cocoon.Core.Crypto;
using Cocoon.Core.Trust;
using Cocoon.Ton.Registry;

namespace Cocoon.Attestation.Ton.Tests;

public sealed class RegistryPolicyTests
{
    private static readonly uint End = (uint)FakeChain.Begin.AddDays(10).ToUnixTimeSeconds();

    private readonly FakeRegistry _registry = new() { Measurements = Listing((1, MeasurementRole.Provider, Tier.CcGpu), (2, MeasurementRole.Provider, Tier.CpuTee)) };
    private readonly ManualTime _time = new(FakeChain.Begin);
    private readonly RecordedLog<RegistryPolicy> _log = new();

    [Fact]
    public async Task Only_images_that_file_and_registry_list_count_with_the_lower_tier_and_the_earlier_end()
    {
        var early = FakeChain.Begin.AddDays(1);
        var policy = await Policy(File(Image(1, early), Image(2), Image(3))).Current();

        policy.Images.Select(image => (image.Name, image.Tier, image.NotAfter)).Should().Equal(
            ("image 1", Tier.CcGpu, early),
            ("image 2", Tier.CpuTee, DateTimeOffset.FromUnixTimeSeconds(End + 1)));
        policy.Judge(EvidenceKind.Tdx, Measurements(2), ImageRole.Provider, DateTimeOffset.FromUnixTimeSeconds(End)).Image.Should().NotBeNull("the last second still counts");
        policy.Judge(EvidenceKind.Tdx, Measurements(2), ImageRole.Provider, DateTimeOffset.FromUnixTimeSeconds(End + 1)).Image.Should().BeNull();
    }

    [Fact]
    public async Task An_image_of_another_role_or_of_a_tier_not_known_here_does_not_count()
    {
        _registry.Measurements = Listing((1, MeasurementRole.Gateway, Tier.CcGpu), (2, MeasurementRole.Provider, (Tier)77), (3, (MeasurementRole)9, Tier.CcGpu));
        (await Policy(File(Image(1), Image(2), Image(3))).Current()).Images.Should().BeEmpty();
    }

    [Fact]
    public async Task A_revoked_image_is_gone_within_twenty_seconds()
    {
        var source = Policy(File(Image(1), Image(2)));
        (await source.Current()).Images.Should().HaveCount(2);
        _registry.Measurements = _registry.Measurements.Remove(Digest(1));

        _time.Advance(TimeSpan.FromSeconds(20));

        (await source.Current()).Images.Select(image => image.Name).Should().Equal("image 2");
    }

    [Fact]
    public async Task The_registry_is_read_at_most_every_ten_seconds_and_the_policy_stays_the_same_object()
    {
        var source = Policy(File(Image(1)));
        var first = await source.Current();
        for (var i = 0; i < 100; i++)
        {
            (await source.Current()).Should().BeSameAs(first);
            _time.Advance(TimeSpan.FromSeconds(1));
        }
        _registry.Calls.Should().BeInRange(9, 11);
    }

    [Fact]
    public async Task Many_who_ask_at_once_cause_one_reading_and_a_slow_node_holds_nobody_up_for_long()
    {
        var source = Policy(File(Image(1)));
        await source.Current();
        _registry.Gate = new TaskCompletionSource().Task;
        _time.Advance(TimeSpan.FromSeconds(20));
        var waiting = Enumerable.Range(0, 10).Select(_ => source.Current()).ToArray();
        waiting.Should().NotContain(task => task.IsCompleted);

        _time.Advance(TimeSpan.FromSeconds(10));

        (await Task.WhenAll(waiting)).Should().OnlyContain(policy => policy.Images.Length == 1);
        _registry.Calls.Should().Be(2);
    }

    [Fact]
    public async Task While_the_chain_is_away_the_last_good_state_counts_for_five_minutes_then_nothing_does()
    {
        var source = Policy(File(Image(1)) with { AllowSimulated = true });
        await source.Current();
        _registry.IsDown = true;

        _time.Advance(TimeSpan.FromMinutes(5));
        (await source.Current()).Images.Should().HaveCount(1);
        _time.Advance(TimeSpan.FromTicks(1));
        var denied = await source.Current();
        (denied.Images.Length, denied.AllowSimulated).Should().Be((0, false));
        _log.Lines.Should().Contain("The registry could not be read: The node is gone.")
            .And.ContainSingle(line => line == "No machine is accepted: The registry could not be read for more than 00:05:00.");

        _registry.IsDown = false;
        _time.Advance(TimeSpan.FromSeconds(5));
        (await source.Current()).Images.Should().HaveCount(1);
    }

    [Fact]
    public async Task Without_a_first_reading_everything_is_denied()
    {
        _registry.IsDown = true;
        (await Policy(File(Image(1)) with { AllowSimulated = true }).Current()).Should().Match<PolicyDocument>(policy => policy.Images.IsEmpty && !policy.AllowSimulated);
        _log.Lines.Should().Contain("No machine is accepted: The registry has not been read yet.");
    }

    [Theory]
    [InlineData(-3, -3, -239, "The registry is for network -3, the chain is -239.")]
    [InlineData(-3, -239, -239, "The policy file is for network -3, the chain is -239.")]
    public async Task A_file_or_registry_of_another_network_lets_nothing_onto_mainnet(int file, int registry, int chain, string why)
    {
        (_registry.NetworkId, _registry.ChainNetworkId) = (registry, chain);
        var policy = await Policy(File(Image(1)) with { NetworkId = file, AllowSimulated = true }).Current();
        (policy.NetworkId, policy.AllowSimulated, policy.Images.Length).Should().Be((-239, false, 0));
        _log.Lines.Should().ContainSingle(line => line.StartsWith($"No machine is accepted: {why}"));
    }

    [Theory]
    [InlineData(21, 300, "RegistryPolicy:MaxAge*")]
    [InlineData(20, 10, "RegistryPolicy:KeepFor*")]
    public void Options_out_of_range_are_named(int age, int keep, string message)
    {
        var options = new RegistryPolicyOptions { MaxAge = TimeSpan.FromSeconds(age), KeepFor = TimeSpan.FromSeconds(keep) };
        FluentActions.Invoking(() => new RegistryPolicy(new FixedPolicy(File()), _registry, options, _time, _log)).Should().Throw<ArgumentException>().WithMessage(message);
    }

    private RegistryPolicy Policy(PolicyDocument file) => new(new FixedPolicy(file), _registry, new RegistryPolicyOptions(), _time, _log);

    private static PolicyDocument File(params AllowedImage[] images) => new() { NetworkId = -3, Images = [.. images] };

    private static AllowedImage Image(int number, DateTimeOffset? notAfter = null) => new(Digest(number), ImageRole.Provider, Tier.CcGpu, notAfter, $"image {number}", Measurements(number));

    private static ImmutableSortedDictionary<string, HexBytes> Measurements(int number) => ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, [KeyValuePair.Create("mrtd", new HexBytes([(byte)number]))]);

    private static HexBytes Digest(int number) => ImageDigest.Of(EvidenceKind.Tdx, Measurements(number));

    private static ImmutableDictionary<HexBytes, ListedMeasurement> Listing(params (int Number, MeasurementRole Role, Tier Tier)[] images) =>
        images.ToImmutableDictionary(image => Digest(image.Number), image => new ListedMeasurement(image.Role, image.Tier, End));
}
