using Cocoon.Attestation.Appraisals;
using Cocoon.RaTls.Sessions;
using Cocoon.RaTls.Tests.Harness;

namespace Cocoon.RaTls.Tests.Sessions;

public sealed class SessionWatchTests : IDisposable
{
    private readonly Market _market = new();
    private readonly Machine _server;
    private readonly Machine _client;

    public SessionWatchTests() => (_server, _client) = (new Machine(_market), new Machine(_market));

    public void Dispose()
    {
        _server.Dispose();
        _client.Dispose();
    }

    [Fact(DisplayName = "92 A revocation ends a live session within a minute, bytes and all")]
    public async Task A_revocation_ends_a_live_session()
    {
        using var wire = await Wire.Open();
        var (called, caller) = await Machine.Link(wire, _server, _client);
        await using var one = called;
        await using var other = caller;
        var waits = _market.Time.WhenSet(_server.Options.Value.ReappraiseEvery);
        await _server.Watch.StartAsync(default);
        await waits;

        var ended = Ended(called.Session);
        var read = called.Stream.ReadAsync(new byte[1]).AsTask();
        _market.Revoke();
        _market.Time.Advance(_server.Options.Value.ReappraiseEvery);
        await ended.WaitAsync(TimeSpan.FromSeconds(30));
        called.Session.Failure.Should().Be(AttestationFailure.Revoked);
        await FluentActions.Awaiting(() => read).Should().ThrowAsync<Exception>("the line is cut under a reader");
        _server.Sessions.Sessions.Should().BeEmpty();
        _server.Options.Value.ReappraiseEvery.Should().BeLessThan(TimeSpan.FromMinutes(1));
        await _server.Watch.StopAsync(default);
    }

    [Fact]
    public async Task A_peer_that_is_still_accepted_keeps_its_session_at_no_cost()
    {
        using var wire = await Wire.Open();
        var (called, caller) = await Machine.Link(wire, _server, _client);
        await using var one = called;
        await using var other = caller;
        for (var i = 0; i < 5; i++) await _server.Watch.Look();
        called.Session.Failure.Should().Be(AttestationFailure.None);
        _server.Verifications.Should().Be(1);
    }

    [Fact]
    public async Task A_session_outlives_its_certificate_and_its_verdict_is_made_anew()
    {
        using var wire = await Wire.Open();
        var (called, caller) = await Machine.Link(wire, _server, _client);
        await using var one = called;
        await using var other = caller;
        _market.Time.Advance(TimeSpan.FromHours(2));
        await _server.Watch.Look();
        called.Session.Failure.Should().Be(AttestationFailure.None);
        called.Session.Verdict.NotAfter.Should().BeAfter(_market.Time.GetUtcNow());
        _server.Verifications.Should().Be(2);
    }

    [Fact]
    public async Task A_session_that_is_too_old_is_ended()
    {
        using var wire = await Wire.Open();
        var (called, caller) = await Machine.Link(wire, _server, _client);
        await using var one = called;
        await using var other = caller;
        _market.Time.Advance(_server.Options.Value.MaxSessionAge);
        await _server.Watch.Look();
        called.Session.Failure.Should().Be(AttestationFailure.SessionTooOld);
    }

    [Fact]
    public async Task A_peer_that_cannot_be_looked_at_has_a_grace_and_no_more()
    {
        using var wire = await Wire.Open();
        var (called, caller) = await Machine.Link(wire, _server, _client);
        await using var one = called;
        await using var other = caller;
        _market.IsPolicyGone = true;
        _market.Time.Advance(_server.Options.Value.ReappraisalGrace - TimeSpan.FromTicks(1));
        await _server.Watch.Look();
        called.Session.Failure.Should().Be(AttestationFailure.None);
        _market.Time.Advance(TimeSpan.FromTicks(1));
        await _server.Watch.Look();
        called.Session.Failure.Should().Be(AttestationFailure.VerifierFault);
    }

    [Fact]
    public async Task Without_a_policy_nobody_comes_in()
    {
        _market.IsPolicyGone = true;
        using var wire = await Wire.Open();
        var accepted = _server.Accept(wire);
        var connected = _client.Connect(wire);
        (await Machine.FailureOf(accepted)).Should().Be(AttestationFailure.VerifierFault);
        await Machine.FailureOf(connected);
    }

    private static Task Ended(AttestedSession session)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        session.Ended.Register(ended.SetResult);
        return ended.Task;
    }
}
