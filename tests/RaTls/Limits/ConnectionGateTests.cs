using System.Net;
using Cocoon.Attestation.Appraisals;
using Cocoon.RaTls.Limits;
using Cocoon.RaTls.Tests.Harness;
using Microsoft.Extensions.Options;

namespace Cocoon.RaTls.Tests.Limits;

public sealed class ConnectionGateTests
{
    private static readonly IPEndPoint Alice = new(IPAddress.Parse("192.0.2.1"), 1000);
    private static readonly IPEndPoint Bob = new(IPAddress.Parse("192.0.2.2"), 1000);

    [Fact]
    public void One_address_has_so_many_places_and_no_more()
    {
        using var gate = Gate(options => options.MaxConnectionsPerAddress = 2);
        var first = gate.TryEnter(Alice);
        gate.TryEnter(new IPEndPoint(Alice.Address, 2000)).Should().NotBeNull();
        gate.TryEnter(Alice).Should().BeNull();
        gate.TryEnter(Bob).Should().NotBeNull("another address is another's");
        first!.Dispose();
        gate.TryEnter(Alice).Should().NotBeNull();
    }

    [Fact]
    public void One_address_connects_so_often_and_no_more()
    {
        using var gate = Gate(options => (options.ConnectionsPerPeriod, options.RatePeriod) = (3, TimeSpan.FromHours(1)));
        for (var i = 0; i < 3; i++)
        {
            using var place = gate.TryEnter(Alice);
            place.Should().NotBeNull();
        }
        gate.TryEnter(Alice).Should().BeNull();
        gate.TryEnter(Bob).Should().NotBeNull();
    }

    [Fact]
    public void All_together_have_so_many_places()
    {
        using var gate = Gate(options => (options.MaxConnections, options.MaxConnectionsPerAddress) = (2, 2));
        gate.TryEnter(Alice).Should().NotBeNull();
        gate.TryEnter(Bob).Should().NotBeNull();
        gate.TryEnter(new IPEndPoint(IPAddress.Parse("192.0.2.3"), 1)).Should().BeNull();
    }

    [Theory]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1", true)]
    public void Addresses_are_told_apart_as_subscribers_are(string one, string other, bool same) =>
        (ConnectionGate.PartitionOf(new IPEndPoint(IPAddress.Parse(one), 1)) == ConnectionGate.PartitionOf(new IPEndPoint(IPAddress.Parse(other), 2))).Should().Be(same);

    [Fact]
    public async Task A_caller_over_the_limit_is_cut_off_before_anything_is_read()
    {
        var market = new Market();
        using var server = new Machine(market, configure: options => options.MaxHandshakes = 1);
        using var first = await Wire.Open();
        using var second = await Wire.Open();
        var waits = market.Time.WhenSet(server.Options.Value.HandshakeTimeout);
        var stalled = server.Accept(first);
        await waits;
        (await Machine.FailureOf(server.Accept(second))).Should().Be(AttestationFailure.TooManyConnections);
        (await second.Caller.ReadAsync(new byte[1])).Should().Be(0);
        market.Time.Advance(server.Options.Value.HandshakeTimeout);
        (await Machine.FailureOf(stalled)).Should().Be(AttestationFailure.HandshakeTimeout);
        using var third = await Wire.Open();
        using var client = new Machine(market);
        var (called, caller) = await Machine.Link(third, server, client);
        await called.DisposeAsync();
        await caller.DisposeAsync();
    }

    [Fact]
    public void Limits_that_make_no_sense_are_refused_by_name()
    {
        var validator = new RaTlsOptionsValidator();
        validator.Validate(null, new RaTlsOptions()).Succeeded.Should().BeTrue();
        var refused = validator.Validate(null, new RaTlsOptions { MaxConnections = 0, ReappraiseEvery = TimeSpan.FromMinutes(2) });
        refused.FailureMessage.Should().Contain("RaTlsOptions.MaxConnections is 0").And.Contain("RaTlsOptions.ReappraiseEvery is 00:02:00");
    }

    private static ConnectionGate Gate(Action<RaTlsOptions> configure)
    {
        var options = new RaTlsOptions();
        configure(options);
        return new ConnectionGate(Options.Create(options));
    }
}
