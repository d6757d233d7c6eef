using System.ComponentModel.DataAnnotations;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Policy;
using Cocoon.RaTls.Certificates;
using Cocoon.RaTls.Identity;
using Cocoon.RaTls.Tests.Harness;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cocoon.RaTls.Tests.Identity;

public sealed class AttestedIdentityTests
{
    private readonly Market _market = new();
    private readonly Maker _maker = new();

    [Fact]
    public async Task A_certificate_passes_its_own_checks()
    {
        using var identity = Identity();
        var own = await identity.Current();
        var certificate = own.Context.TargetCertificate;
        PeerCertificateReader.TryRead(certificate, _market.Time.GetUtcNow(), TimeSpan.FromHours(1), out var peer).Should().Be(default);
        SelfSignature.Holds(certificate.RawData).Should().BeTrue();
        peer!.Bundle.Claims.IdentityKey.Should().Be(peer.IdentityKey);
        (certificate.NotAfter - certificate.NotBefore).Should().BeLessThan(TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task All_who_ask_at_once_get_one_key()
    {
        using var identity = Identity();
        var all = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => identity.Current().AsTask()));
        all.Distinct().Should().ContainSingle();
        _maker.Made.Should().Be(1);
    }

    [Fact]
    public async Task At_half_its_life_a_new_key_is_made_while_the_old_one_serves()
    {
        using var identity = Identity();
        var first = await identity.Current();
        _market.Time.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromTicks(1));
        (await identity.Current()).Should().BeSameAs(first);
        _maker.Gate = new TaskCompletionSource();
        _market.Time.Advance(TimeSpan.FromTicks(1));
        (await identity.Current()).Should().BeSameAs(first);
        _maker.Gate.SetResult();
        _market.Time.Advance(TimeSpan.FromMinutes(5));
        var second = await identity.Current();
        second.Bundle.Claims.IdentityKey.Should().NotBe(first.Bundle.Claims.IdentityKey);
    }

    [Fact]
    public async Task When_no_evidence_can_be_made_the_old_serves_until_it_expires_and_no_longer()
    {
        using var identity = Identity();
        var first = await identity.Current();
        _maker.IsBroken = true;
        _market.Time.Advance(TimeSpan.FromMinutes(9));
        (await identity.Current()).Should().BeSameAs(first);
        _market.Time.Advance(TimeSpan.FromMinutes(1));
        await FluentActions.Awaiting(() => identity.Current().AsTask()).Should().ThrowAsync<EvidenceUnavailableException>();
        _maker.IsBroken = false;
        (await identity.Current()).Should().NotBeSameAs(first);
    }

    [Theory]
    [InlineData(59)]
    [InlineData(3601)]
    public void A_life_out_of_range_is_refused(int seconds) => FluentActions.Invoking(() => Identity(TimeSpan.FromSeconds(seconds)))
        .Should().Throw<ValidationException>().WithMessage("*CertificateLife*00:01:00 and 01:00:00*");

    private AttestedIdentity Identity(TimeSpan? life = null) => new(
        _maker, new RaTlsIdentityOptions { NetworkId = Market.NetworkId, Identity = new PeerIdentity(ImageRole.Core, Machine.Wallet), CertificateLife = life ?? TimeSpan.FromMinutes(10) },
        _market.Time, NullLogger<AttestedIdentity>.Instance);

    private sealed class Maker : IEvidenceMaker
    {
        private readonly SimulatedEvidenceMaker _inner = new();
        private int _made;

        public int Made => Volatile.Read(ref _made);

        public bool IsBroken { get; set; }

        public TaskCompletionSource Gate { get; set; } = Open();

        public async Task<EvidenceBundle> Make(EvidenceRequest request, CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref _made);
            await Gate.Task;
            return IsBroken ? throw new EvidenceUnavailableException("The device is gone.") : await _inner.Make(request, cancellationToken);
        }

        private static TaskCompletionSource Open()
        {
            var open = new TaskCompletionSource();
            open.SetResult();
            return open;
        }
    }
}
