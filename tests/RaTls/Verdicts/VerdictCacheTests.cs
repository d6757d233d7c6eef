using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Collateral;
using Cocoon.RaTls.Certificates;
using Cocoon.RaTls.Tests.Harness;
using Cocoon.RaTls.Verdicts;

namespace Cocoon.RaTls.Tests.Verdicts;

public sealed class VerdictCacheTests : IDisposable
{
    private readonly Market _market = new();
    private readonly Machine _machine;

    public VerdictCacheTests() => _machine = new Machine(_market, configure: options => options.MaxVerdicts = 16);

    public void Dispose() => _machine.Dispose();

    [Fact]
    public async Task The_same_peer_is_verified_once()
    {
        var peer = Peer();
        var verdicts = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _machine.Verdicts.Appraise(peer, null)));
        verdicts.Should().OnlyContain(verdict => verdict.IsAccepted);
        _machine.Verifications.Should().Be(1);
    }

    [Fact]
    public async Task Another_policy_or_other_collateral_means_another_verdict()
    {
        var peer = Peer();
        await _machine.Verdicts.Appraise(peer, null);
        _market.Collateral = _market.Collateral.With(new CollateralItem(new CollateralKey(CollateralKind.IntelRootCrl, ""), new byte[] { 1 }));
        (await _machine.Verdicts.Appraise(peer, null)).IsAccepted.Should().BeTrue();
        _machine.Verifications.Should().Be(2);
        _market.Revoke();
        (await _machine.Verdicts.Appraise(peer, null)).Failure.Should().Be(AttestationFailure.Revoked);
        _machine.Verifications.Should().Be(3);
    }

    [Fact(DisplayName = "91 Variants of one quote take one place, and none of them gets around a revocation")]
    public async Task Variants_of_one_quote()
    {
        var peer = Peer();
        for (var i = 0; i < 10_000; i++) await _machine.Verdicts.Appraise(Variant(peer, i), null);
        _machine.Verdicts.Count.Should().Be(1);
        _market.Revoke();
        for (var i = 0; i < 100; i++) (await _machine.Verdicts.Appraise(Variant(peer, i), null)).Failure.Should().Be(AttestationFailure.Revoked);
        _machine.Verdicts.Count.Should().Be(1);
    }

    [Fact(DisplayName = "91b Many peers push out the oldest, and refused ones push out nobody who is accepted")]
    public async Task Many_peers()
    {
        var friend = Peer();
        await _machine.Verdicts.Appraise(friend, null);
        for (var i = 0; i < 50; i++)
        {
            var stranger = Peer();
            await _machine.Verdicts.Appraise(new ShownPeer(stranger.Certificate, stranger.Bundle with { Cpu = friend.Bundle.Cpu }), null);
        }
        _machine.Verdicts.Count.Should().Be(1 + 16);
        var before = _machine.Verifications;
        (await _machine.Verdicts.Appraise(friend, null)).IsAccepted.Should().BeTrue();
        _machine.Verifications.Should().Be(before);
        for (var i = 0; i < 50; i++) await _machine.Verdicts.Appraise(Peer(), null);
        _machine.Verdicts.Count.Should().Be(16 + 16);
    }

    [Fact]
    public async Task A_refusal_is_remembered_for_seconds()
    {
        var peer = Peer();
        var borrowed = new ShownPeer(peer.Certificate, peer.Bundle with { Cpu = Peer().Bundle.Cpu });
        (await _machine.Verdicts.Appraise(borrowed, null)).Failure.Should().Be(AttestationFailure.ReportDataMismatch);
        _machine.Verdicts.FindRefusal(borrowed).Should().NotBeNull();
        _machine.Verdicts.FindRefusal(peer).Should().BeNull("it shows other evidence");
        _market.Time.Advance(_machine.Options.Value.RefusalLife);
        _machine.Verdicts.FindRefusal(borrowed).Should().BeNull();
    }

    [Fact]
    public async Task Evidence_that_was_looked_at_again_and_again_is_not_fresh_for_a_new_connection()
    {
        var peer = Peer();
        var first = await _machine.Verdicts.Appraise(peer, null);
        _market.Time.Advance(_market.Policy.MaxAppraisalAge - TimeSpan.FromSeconds(1));
        _market.Policy = _market.Policy with { MaxEvidenceAge = TimeSpan.FromMinutes(9) };
        (await _machine.Verdicts.Appraise(peer, first.ReceivedAt)).ReceivedAt.Should().Be(first.ReceivedAt);
        _market.Time.Advance(TimeSpan.FromSeconds(1));
        var before = _machine.Verifications;
        await _machine.Verdicts.Appraise(peer, first.ReceivedAt);
        _machine.Verifications.Should().Be(before, "the live session's verdict is still good");
        await _machine.Verdicts.Appraise(peer, null);
        _machine.Verifications.Should().Be(before + 1, "a new connection needs fresh evidence");
    }

    [Fact]
    public async Task A_verdict_ends()
    {
        var peer = Peer();
        await _machine.Verdicts.Appraise(peer, null);
        _market.Time.Advance(_market.Policy.MaxAppraisalAge);
        await _machine.Verdicts.Appraise(peer, null);
        _machine.Verifications.Should().Be(2);
    }

    [Fact]
    public async Task A_waiter_who_gives_up_leaves_the_verdict_to_the_others()
    {
        var peer = Peer();
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();
        await FluentActions.Awaiting(() => _machine.Verdicts.Appraise(peer, null, gone.Token)).Should().ThrowAsync<OperationCanceledException>();
        (await _machine.Verdicts.Appraise(peer, null)).IsAccepted.Should().BeTrue();
    }

    /// <summary>The same evidence, with something in it that nothing signs.</summary>
    private static ShownPeer Variant(ShownPeer peer, int i) =>
        new(peer.Certificate, peer.Bundle with { Cpu = peer.Bundle.Cpu with { Endorsements = BitConverter.GetBytes(i) } });

    private ShownPeer Peer()
    {
        var spec = new CertificateSpec(_market);
        using var certificate = spec.Make();
        PeerCertificateReader.TryRead(certificate, _market.Time.GetUtcNow(), TimeSpan.FromHours(1), out var peer).Should().Be(AttestationFailure.None);
        return new ShownPeer(peer!, peer!.Bundle);
    }
}
