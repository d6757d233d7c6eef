using System.Net;
using Cocoon.Inference.Tests.Engine;
using Cocoon.Inference.Upstream;

namespace Cocoon.Inference.Tests.Upstream;

public sealed class AddressRulesTests
{
    [Theory]
    [InlineData("93.184.216.34", true, true)]
    [InlineData("2606:2800:220:1::1", true, true)]
    [InlineData("127.0.0.1", false, true)]
    [InlineData("::1", false, true)]
    [InlineData("::ffff:10.1.2.3", false, true)]
    [InlineData("64:ff9b::192.168.0.1", false, true)]
    [InlineData("2002:7f00:1::", false, true)]
    [InlineData("172.31.255.255", false, true)]
    [InlineData("fd12::1", false, true)]
    [InlineData("169.254.169.254", false, false)]
    [InlineData("::ffff:169.254.169.254", false, false)]
    [InlineData("fd00:ec2::254", false, false)]
    [InlineData("fe80::1", false, false)]
    [InlineData("0.0.0.0", false, false)]
    [InlineData("255.255.255.255", false, false)]
    [InlineData("::", false, false)]
    public void An_address_is_public_private_or_never_connected_to(string address, bool isPublic, bool isPrivateAllowed)
    {
        AddressRules.Allows(IPAddress.Parse(address), allowPrivate: false).Should().Be(isPublic);
        AddressRules.Allows(IPAddress.Parse(address), allowPrivate: true).Should().Be(isPrivateAllowed);
    }

    [Fact]
    public async Task This_machine_is_connected_to_only_where_that_is_set()
    {
        await using var server = await StubServer.Start("data: x");
        await using var engine = server.Engine(options => options with { AllowPrivateAddresses = false });
        var request = new GenerationRequest(new ChatPrompt([new ChatMessage("user", "x")]), 1, new SamplingOptions(), []);
        await FluentActions.Awaiting(() => Answer.Of(engine, request)).Should().ThrowAsync<UpstreamException>().WithMessage("*AllowPrivateAddresses*");
        server.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task The_address_that_was_checked_is_the_one_that_is_connected_to()
    {
        await using var server = await StubServer.Start("""data: {"choices":[{"index":0,"delta":{"content":"x"},"finish_reason":"stop"}]}""");
        var options = server.Options() with { Endpoint = new UriBuilder(server.Options().Endpoint) { Host = "rebinding.test" }.Uri };
        var asked = 0;
        // Another answer each time, as a hostile name server gives: what a second look would connect to is forbidden.
        await using var engine = new UpstreamEngine(options, TimeProvider.System, (_, _) => Task.FromResult<IPAddress[]>(
            ++asked == 1 ? [IPAddress.Parse("169.254.169.254"), IPAddress.Loopback] : [IPAddress.Parse("169.254.169.254")]));
        var request = new GenerationRequest(new ChatPrompt([new ChatMessage("user", "x")]), 1, new SamplingOptions(), []);

        (await Answer.Of(engine, request)).Text.Should().Be("x");

        asked.Should().Be(1);
        server.Requests.Single().Headers["Host"].Should().StartWith("rebinding.test");
        await using var other = new UpstreamEngine(options, TimeProvider.System, (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("169.254.169.254")]));
        await FluentActions.Awaiting(() => Answer.Of(other, request)).Should().ThrowAsync<UpstreamException>().WithMessage("*no address that may be connected to*");
    }
}
