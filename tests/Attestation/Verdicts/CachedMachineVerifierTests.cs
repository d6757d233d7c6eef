using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Collateral;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Policy;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using FsCheck;
using FsCheck.Fluent;

namespace Cocoon.Attestation.Tests.Verdicts;

public sealed class CachedMachineVerifierTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(30);
    private static readonly BindingExpectation Expected = new(Samples.Provider);

    private readonly SettableSources _sources = new(new PolicyDocument { NetworkId = -3, RequireEpoch = false });
    private readonly CountingVerifier _evidence;
    private AttestationFailure _failure;

    public CachedMachineVerifierTests() => _evidence = new CountingVerifier((_, _) => _failure, Life);

    [Fact]
    public async Task A_good_verdict_is_made_once_and_again_at_its_end()
    {
        var cache = Cache();
        var first = await cache.Appraise(Bundle(), Expected, Now);
        (await cache.Appraise(Bundle(), Expected, Now + Life - TimeSpan.FromTicks(1))).Should().BeSameAs(first);
        _evidence.Calls.Should().Be(1);

        var second = await cache.Appraise(Bundle(), Expected, Now + Life);

        _evidence.Calls.Should().Be(2);
        second.NotAfter.Should().Be(Now + Life + Life);
        cache.Count.Should().Be(1, "the new verdict takes the place of the old one");
    }

    [Fact]
    public async Task A_clock_that_goes_back_revives_nothing()
    {
        var cache = Cache();
        await cache.Appraise(Bundle(), Expected, Now);
        _failure = AttestationFailure.CertificateNotYetValid;
        (await cache.Appraise(Bundle(), Expected, Now - TimeSpan.FromTicks(1))).IsAccepted.Should().BeFalse();
    }

    [Fact]
    public async Task Refusals_are_not_kept()
    {
        var cache = Cache();
        _failure = AttestationFailure.CollateralMissing;
        (await cache.Appraise(Bundle(), Expected, Now)).Failure.Should().Be(AttestationFailure.CollateralMissing);
        cache.Count.Should().Be(0);
        _failure = AttestationFailure.None;
        (await cache.Appraise(Bundle(), Expected, Now)).IsAccepted.Should().BeTrue();
    }

    [Fact]
    public async Task A_change_of_policy_collateral_block_or_binding_is_another_verdict()
    {
        var cache = Cache();
        await cache.Appraise(Bundle(), Expected, Now);
        var calls = _evidence.Calls;

        _sources.Policy = _sources.Policy with { RevokedHardware = ["snp:00"] };
        await MustVerify();
        _sources.Collateral = new CollateralSnapshot([new CollateralItem(new CollateralKey(CollateralKind.IntelRootCrl, ""), new byte[] { 1 })]);
        await MustVerify();
        await MustVerify(Expected with { Nonce = default, IdentityKey = Samples.Claims.IdentityKey });
        await MustVerify(Expected with { IsRelayed = true });
        await MustVerify(Expected with { Provider = AccountAddress.From(0, new byte[32]) });

        async Task MustVerify(BindingExpectation? expected = null)
        {
            await cache.Appraise(Bundle(), expected ?? Expected, Now);
            _evidence.Calls.Should().Be(++calls);
            await cache.Appraise(Bundle(), expected ?? Expected, Now);
            _evidence.Calls.Should().Be(calls);
        }
    }

    [Fact]
    public async Task Case_91_variants_of_one_evidence_push_out_only_each_other()
    {
        var cache = Cache(new VerdictCacheOptions { Providers = 8, SlotsEach = 2 });
        var victim = Expected with { Provider = AccountAddress.From(0, new byte[32]) };
        var kept = await cache.Appraise(Bundle(), victim, Now);

        for (var i = 0; i < 20_000; i++) await cache.Appraise(Bundle(i), Expected, Now);

        cache.Count.Should().Be(3);
        (await cache.Appraise(Bundle(), victim, Now)).Should().BeSameAs(kept);
        _sources.Policy = _sources.Policy with { RevokedHardware = ["simulated"] };
        (await cache.Appraise(Bundle(19_999), Expected, Now)).Failure.Should().Be(AttestationFailure.Revoked, "no variant gets around a revocation");
    }

    [Fact]
    public async Task Providers_are_bounded_too()
    {
        var cache = Cache(new VerdictCacheOptions { Providers = 8 });
        for (var i = 0; i < 500; i++) await cache.Appraise(Bundle(), Expected with { Provider = AccountAddress.From(0, [.. BitConverter.GetBytes(i), .. new byte[28]]) }, Now);
        cache.Count.Should().Be(8);
    }

    [Fact]
    public async Task Many_who_ask_at_once_cause_one_verification()
    {
        using var all = new Barrier(2);
        var evidence = new CountingVerifier((_, _) =>
        {
            all.SignalAndWait();
            return AttestationFailure.None;
        }, Life);
        var cache = new CachedMachineVerifier(new MachineAppraiser([evidence]), _sources, _sources, _sources, new VerdictCacheOptions());
        var first = Task.Run(() => cache.Appraise(Bundle(), Expected, Now));
        while (evidence.Calls == 0) await Task.Yield();
        var others = Enumerable.Range(0, 10).Select(_ => cache.Appraise(Bundle(), Expected, Now)).ToArray();

        all.SignalAndWait();

        (await Task.WhenAll(others)).Should().AllBeEquivalentTo(await first);
        evidence.Calls.Should().Be(1);
    }

    [Fact]
    public async Task A_verdict_ends_when_its_block_grows_too_old_unless_the_evidence_came_before()
    {
        _sources.Block = new Epoch(7, new HexBytes(new byte[32]), Now - TimeSpan.FromMinutes(9));
        _sources.Policy = _sources.Policy with { RequireEpoch = true };
        var cache = Cache();
        var bundle = Bundle() with { EpochSeqno = 7 };
        (await cache.Appraise(bundle, Expected, Now)).IsAccepted.Should().BeTrue();
        (await cache.Appraise(bundle, Expected, Now.AddMinutes(2))).Failure.Should().Be(AttestationFailure.EpochTooOld);
        (await cache.Appraise(bundle, Expected with { IsRelayed = true }, Now.AddMinutes(2))).IsAccepted.Should().BeTrue();
    }

    [Fact]
    public void Cached_and_uncached_verdicts_agree_at_any_time() => Prop.ForAll(Gen.Choose(-30, 90).ListOf(6).ToArbitrary(), minutes =>
    {
        _sources.Block = new Epoch(7, new HexBytes(new byte[32]), Now - TimeSpan.FromMinutes(5));
        var bundle = Bundle() with { EpochSeqno = 7 };
        var cache = Cache();
        foreach (var at in minutes.Select(minute => Now.AddMinutes(minute)))
        {
            var cached = cache.Appraise(bundle, Expected, at).GetAwaiter().GetResult();
            var fresh = Cache().Appraise(bundle, Expected, at).GetAwaiter().GetResult();
            if (cached.Failure != fresh.Failure || (cached.IsAccepted && (cached.NotAfter <= at || cached.NotAfter > fresh.NotAfter))) return false;
        }
        return true;
    }).QuickCheckThrowOnFailure();

    private CachedMachineVerifier Cache(VerdictCacheOptions? options = null) => new(new MachineAppraiser([_evidence]), _sources, _sources, _sources, options ?? new VerdictCacheOptions());

    private static EvidenceBundle Bundle(int variant = 0) => new(Samples.Claims, 0, default, new MachineEvidence(EvidenceKind.Tdx, BitConverter.GetBytes(variant)), []);
}
