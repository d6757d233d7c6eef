using System.Net;
using Cocoon.Attestation.Policy;
using Cocoon.Joining.Messages;

namespace Cocoon.Joining.Tests.Messages;

/// <summary>What the guard lets through. Whether it reads real messages rightly, the tests with two silos show.</summary>
public sealed class MessageRulesTests
{
    private static readonly SiloAddress Silo = SiloAddress.New(new IPEndPoint(IPAddress.Parse("127.0.0.1"), 37463), 154276549);

    /// <summary>A first call of Orleans 10.4.2, as it went over the wire.</summary>
    private static readonly byte[] Recorded = Convert.FromHexString(
        "41000100AFCE6F5816C00F73156AFE65C77379732E636C69656E74411AFE0236686F737465642D3132372E302E302E313A3337343633403135343237363534392D2C7F37107379732E7376632E636C7573746572696E672E64657623334E16063132372E302E302E313A3431393035403021DC0A8404097F000001BC9204C512320921CE9544C9097F0000018C1D0500000000494180E3B34F726C65616E732E494D656D626572736869705461626C6553797374656D546172676574");

    [Fact]
    public void A_recorded_header_is_read()
    {
        var header = MessageHeader.TryRead(Recorded)!;
        header.IsResponse.Should().BeFalse();
        header.SendingGrain.Should().Be(new GrainName("sys.client", "hosted-127.0.0.1:37463@154276549"));
        header.TargetGrain.Should().Be(new GrainName("sys.svc.clustering.dev", "127.0.0.1:41905@0"));
        header.SendingSilo.Should().Be(Silo);
        header.SendingGrain.Silo.Should().Be(Silo.ToParsableString());
        MessageRules.WhyNot(ImageRole.Provider, Silo, header).Should().BeNull();
    }

    [Fact]
    public void A_client_names_no_silo_by_a_length_of_zero()
    {
        // As a gateway of its own sends it; the sender's silo of the recorded one taken out.
        var header = MessageHeader.TryRead(Convert.FromHexString(Convert.ToHexString(Recorded).Replace("21DC0A8404097F000001BC9204C5123209", "01", StringComparison.Ordinal)))!;
        header.SendingSilo.Should().BeNull();
        header.TargetGrain.Should().Be(new GrainName("sys.svc.clustering.dev", "127.0.0.1:41905@0"));
    }

    [Fact]
    public void A_header_that_is_cut_or_changed_never_throws()
    {
        for (var i = 0; i < 92; i++) MessageHeader.TryRead(Recorded.AsSpan(0, i)).Should().BeNull();
        var random = new Random(5);
        for (var i = 0; i < 20_000; i++)
        {
            var changed = (byte[])Recorded.Clone();
            for (var flips = 0; flips < 3; flips++) changed[random.Next(changed.Length)] = (byte)random.Next(256);
            FluentActions.Invoking(() => MessageHeader.TryRead(changed)).Should().NotThrow();
        }
    }

    [Theory]
    [InlineData("inference", "0:aa", "job", null)]
    [InlineData("inference", "0:aa", "provider", null)]
    [InlineData("inference", "0:aa", "paymentchannel", "calls paymentchannel")]
    [InlineData("inference", "0:aa", "management", "calls management")]
    [InlineData("job", "1", "provider", "says that it is job")]
    [InlineData("sys.client", "hosted-127.0.0.1:1@1", "job", "says that it is sys.client")]
    [InlineData("sys.svc.any", "127.0.0.1:1@1", "job", "says that it is sys.svc.any")]
    [InlineData("sys.client", "0123", "job", "says that it is sys.client")]
    public void A_provider_says_who_it_is_and_calls_whom_it_may(string sender, string key, string target, string? reason)
    {
        var found = MessageRules.WhyNot(ImageRole.Provider, Silo, new MessageHeader(false, new GrainName(sender, key), new GrainName(target, "k"), Silo));
        if (reason is null) found.Should().BeNull();
        else found.Should().Contain(reason);
    }

    [Fact]
    public void A_provider_cannot_send_in_the_name_of_another_silo()
    {
        var other = SiloAddress.New(Silo.Endpoint, 1);
        var message = new MessageHeader(false, new GrainName("inference", "0:aa"), new GrainName("job", "1"), other);
        MessageRules.WhyNot(ImageRole.Provider, Silo, message).Should().Contain("comes from silo");
        MessageRules.WhyNot(ImageRole.Provider, Silo, message with { SendingSilo = null }).Should().NotBeNull();
    }

    [Theory]
    [InlineData("sys.client", "0123", true)]
    [InlineData("sys.client", "hosted-127.0.0.1:1@1", false)]
    [InlineData("job", "1", false)]
    [InlineData("sys.svc.any", "127.0.0.1:1@1", false)]
    public void A_client_does_not_pose_as_a_grain_or_silo(string sender, string key, bool passes) =>
        (MessageRules.WhyNot(ImageRole.Gateway, null, new MessageHeader(false, new GrainName(sender, key), new GrainName("job", "1"), null)) is null).Should().Be(passes);

    [Theory]
    [InlineData("sys.client", "0123", "edge", "0:aa", true)]
    [InlineData("sys.client", "0123", "sys.svc.manifest", "x", true)]
    [InlineData("sys.client", "0123", "edge", "0:bb", false)]
    [InlineData("sys.client", "0123", "job", "0:aa", false)]
    [InlineData("sys.client", "0123", "inference", "0:aa", false)]
    [InlineData("sys.client", "0123", "sys.svc.clustering.dev", "x", false)]
    [InlineData("edge", "0:aa", "edge", "0:aa", false)]
    [InlineData("sys.client", "hosted-127.0.0.1:1@1", "edge", "0:aa", false)]
    public void A_machine_that_dials_out_reaches_its_own_edge_grain_only(string sender, string key, string target, string grain, bool passes)
    {
        var message = new MessageHeader(false, new GrainName(sender, key), new GrainName(target, grain), null);
        (MessageRules.WhyNot(ImageRole.Edge, null, message, "0:aa") is null).Should().Be(passes);
        MessageRules.WhyNot(ImageRole.Edge, null, message with { IsResponse = true }, "0:aa").Should().NotBeNull("nobody calls it");
    }
}
