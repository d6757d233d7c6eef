using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Tests.Tdx.Authority;

namespace Cocoon.Attestation.Tests.Tdx;

/// <summary>Bad inputs 18 to 27 of attestation.md section 8: certificates and revocation lists.</summary>
public sealed class BadChainTests(IntelLikeWorld world) : IClassFixture<IntelLikeWorld>
{
    private readonly byte[] _good = new QuoteBuilder(world.Platform).Build();

    [Fact]
    public void Case_18_the_chain_of_another_platform_has_not_signed()
    {
        using var other = new IntelLikePlatform(world.Authority);

        Failure(new QuoteBuilder(world.Platform) { Pem = other.Pem }.Build()).Should().Be(AttestationFailure.QeReportSignature);
    }

    [Fact]
    public void Case_18a_an_attestation_key_that_is_known_is_still_checked_against_the_chain_shown()
    {
        using var other = new IntelLikePlatform(world.Authority);
        var verifier = world.Verifier();
        world.Verify(_good, by: verifier).IsValid.Should().BeTrue();
        // The same QE report and key as in the good quote, with another platform's chain.
        byte[] head = _good[..^System.Text.Encoding.ASCII.GetByteCount(world.Platform.Pem)];
        var quote = Relength([.. head, .. System.Text.Encoding.ASCII.GetBytes(other.Pem)], world.Platform.Pem.Length, other.Pem.Length);

        world.Verify(quote, by: verifier).Failure.Should().Be(AttestationFailure.QeReportSignature);
    }

    [Fact]
    public void Case_19_a_root_of_ones_own_with_Intels_names_is_not_pinned()
    {
        using var authority = new IntelLikeAuthority();
        using var platform = new IntelLikePlatform(authority);

        Failure(new QuoteBuilder(platform).Build()).Should().Be(AttestationFailure.RootNotPinned);
    }

    [Fact]
    public void Case_19a_the_pinned_root_does_not_vouch_for_an_authority_it_has_not_signed()
    {
        using var authority = new IntelLikeAuthority();
        using var platform = new IntelLikePlatform(authority);

        Failure(new QuoteBuilder(platform) { Pem = Pem(platform.Pck, platform.Issuer, world.Authority.Root) }.Build()).Should().Be(AttestationFailure.PckChain);
    }

    [Fact]
    public void Case_20_a_chain_is_leaf_intermediate_and_root_once_each()
    {
        var (leaf, authority, root) = (world.Platform.Pck, world.Authority.Platform, world.Authority.Root);

        Failure(WithChain(leaf, authority)).Should().Be(AttestationFailure.PckChain, "the root is missing");
        Failure(WithChain(leaf)).Should().Be(AttestationFailure.PckChain, "the leaf is alone");
        Failure(WithChain()).Should().Be(AttestationFailure.PckChain, "there is none");
        Failure(WithChain(leaf, leaf, root)).Should().Be(AttestationFailure.PckChain, "the leaf is doubled");
        Failure(WithChain(leaf, root, root)).Should().Be(AttestationFailure.PckChain, "the root is doubled");
        Failure(WithChain(root, authority, leaf)).Should().Be(AttestationFailure.RootNotPinned, "it is reversed");
        Failure(WithChain(leaf, authority, root, root)).Should().Be(AttestationFailure.PckChain, "there is one too many");
        Failure(new QuoteBuilder(world.Platform) { Pem = Pem([.. Enumerable.Repeat(leaf, 10)]) }.Build()).Should().Be(AttestationFailure.PckChain, "there are many");
        Failure(new QuoteBuilder(world.Platform) { Pem = string.Concat(Enumerable.Repeat(world.Authority.Root.ExportCertificatePem(), 50)) }.Build()).Should().Be(AttestationFailure.QuoteMalformed, "fifty are longer than any quote");
    }

    [Fact]
    public void Case_21_an_authority_is_no_leaf()
    {
        using var platform = new IntelLikePlatform(world.Authority, isAuthority: true);

        Failure(new QuoteBuilder(platform).Build()).Should().Be(AttestationFailure.PckChain);
    }

    [Fact]
    public void Case_21a_the_TCB_signer_is_no_PCK_authority()
    {
        using var platform = new IntelLikePlatform(world.Authority, issuer: world.Authority.TcbSigner);

        Failure(new QuoteBuilder(platform).Build()).Should().Be(AttestationFailure.PckChain);
    }

    [Fact]
    public void Case_21b_an_authority_of_another_name_issues_no_PCK()
    {
        using var authority = IntelLikeAuthority.Issue("Intel SGX Other CA", world.Authority.Root, isAuthority: true, IntelLikeAuthority.Begin, IntelLikeAuthority.Begin.AddYears(9));
        using var platform = new IntelLikePlatform(world.Authority, issuer: authority);

        Failure(new QuoteBuilder(platform).Build()).Should().Be(AttestationFailure.PckChain);
    }

    [Fact]
    public void Case_21c_a_PCK_on_another_curve_is_refused()
    {
        using var platform = new IntelLikePlatform(world.Authority, curve: ECCurve.NamedCurves.nistP384);

        Failure(new QuoteBuilder(world.Platform) { Pem = platform.Pem }.Build()).Should().Be(AttestationFailure.PckChain);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(3, 0)]
    [InlineData(4, 0)]
    [InlineData(0, 1)]
    [InlineData(0, 2)]
    [InlineData(0, 3)]
    [InlineData(0, 4)]
    public void Case_22_what_the_PCK_says_of_the_platform_is_there_exactly_once(int without, int twice)
    {
        using var platform = new IntelLikePlatform(world.Authority, new SgxExtensionBuilder { Without = without, Twice = twice }.Build());

        Failure(new QuoteBuilder(platform).Build()).Should().Be(AttestationFailure.PckExtension);
    }

    [Fact]
    public void Case_22a_a_certificate_without_the_extension_is_no_PCK()
    {
        using var platform = new IntelLikePlatform(world.Authority, extension: []);

        Failure(new QuoteBuilder(platform).Build()).Should().Be(AttestationFailure.PckExtension);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(-1, false)]
    public void Case_23_before_its_begin_a_certificate_does_not_count(int seconds, bool isValid) =>
        world.Verify(_good, at: IntelLikeAuthority.Begin.AddSeconds(seconds)).Should().Match<EvidenceAppraisal>(appraisal => appraisal.IsValid == isValid && (isValid || appraisal.Failure == AttestationFailure.CertificateNotYetValid));

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, false)]
    public void Case_23a_from_its_end_on_a_certificate_does_not_count(int seconds, bool isValid) =>
        world.Verify(_good, at: IntelLikeAuthority.Begin.AddYears(7).AddSeconds(seconds)).Should().Match<EvidenceAppraisal>(appraisal => appraisal.IsValid == isValid && (isValid || appraisal.Failure == AttestationFailure.CertificateExpired));

    [Fact]
    public void Case_23b_a_chain_that_is_known_ends_as_well()
    {
        var verifier = world.Verifier();
        world.Verify(_good, by: verifier).IsValid.Should().BeTrue();

        world.Verify(_good, at: IntelLikeAuthority.Begin.AddYears(8), by: verifier).Failure.Should().Be(AttestationFailure.CertificateExpired);
        world.Verify(_good, at: IntelLikeAuthority.Begin.AddDays(-1), by: verifier).Failure.Should().Be(AttestationFailure.CertificateNotYetValid);
    }

    [Fact]
    public void Case_24_a_revoked_PCK_is_refused_even_when_it_is_known()
    {
        var verifier = world.Verifier();
        world.Verify(_good, by: verifier).IsAccepted.Should().BeTrue();

        var appraisal = world.Verify(_good, new CollateralBuilder(world.Authority) { PckCrl = IntelLikeAuthority.Crl(world.Authority.Platform, [world.Platform.Pck]) }.Build(), by: verifier);

        (appraisal.Failure, appraisal.IsAccepted, appraisal.Vector.InstanceIdentity).Should().Be((AttestationFailure.PckRevoked, false, TrustTier.Contraindicated));
    }

    [Fact]
    public void Case_24a_a_revoked_authority_and_a_revoked_TCB_signer_are_refused()
    {
        foreach (var revoked in new[] { world.Authority.Platform, world.Authority.TcbSigner })
            With(new CollateralBuilder(world.Authority) { RootCrl = IntelLikeAuthority.Crl(world.Authority.Root, [revoked]) }).Should().Be(AttestationFailure.IntermediateRevoked);
    }

    [Fact]
    public void Case_25_a_list_of_the_other_authority_is_not_about_this_PCK() =>
        With(new CollateralBuilder(world.Authority) { PckCrl = IntelLikeAuthority.Crl(world.Authority.Processor) }).Should().Be(AttestationFailure.CrlSignature);

    [Fact]
    public void Case_25a_the_processor_authority_has_a_list_of_its_own()
    {
        using var platform = new IntelLikePlatform(world.Authority, issuer: world.Authority.Processor);

        world.Verify(new QuoteBuilder(platform).Build()).IsAccepted.Should().BeTrue();
    }

    [Fact]
    public void Case_25b_a_list_of_an_authority_with_the_same_name_is_not_signed()
    {
        using var other = new IntelLikeAuthority();

        With(new CollateralBuilder(world.Authority) { PckCrl = IntelLikeAuthority.Crl(other.Platform) }).Should().Be(AttestationFailure.CrlSignature);
        With(new CollateralBuilder(world.Authority) { RootCrl = IntelLikeAuthority.Crl(other.Root) }).Should().Be(AttestationFailure.CrlSignature);
    }

    [Theory]
    [InlineData(-31)]
    [InlineData(1)]
    public void Case_26_a_list_out_of_its_time_does_not_count(int days)
    {
        var begin = IntelLikeAuthority.Now.AddDays(days);

        With(new CollateralBuilder(world.Authority) { PckCrl = IntelLikeAuthority.Crl(world.Authority.Platform, thisUpdate: begin) }).Should().Be(AttestationFailure.CrlExpired);
        With(new CollateralBuilder(world.Authority) { RootCrl = IntelLikeAuthority.Crl(world.Authority.Root, thisUpdate: begin) }).Should().Be(AttestationFailure.CrlExpired);
    }

    [Theory]
    [InlineData("root", 6, AttestationFailure.CrlRollback)]
    [InlineData("platform", 6, AttestationFailure.CrlRollback)]
    [InlineData("platform", 5, AttestationFailure.None)]
    [InlineData("processor", 6, AttestationFailure.None)]
    public void Case_27_a_list_older_than_one_seen_is_refused(string name, long least, AttestationFailure expected)
    {
        var rules = IntelLikeWorld.Rules with { MinCrlNumbers = IntelLikeWorld.Rules.MinCrlNumbers.Add(name, least) };

        world.Verify(_good, policy: world.Policy with { Tdx = rules }).Failure.Should().Be(expected);
    }

    [Fact]
    public void Case_91_white_space_in_the_PEM_makes_no_entry_and_hides_no_revocation()
    {
        var verifier = world.Verifier();
        var revoked = new CollateralBuilder(world.Authority) { PckCrl = IntelLikeAuthority.Crl(world.Authority.Platform, [world.Platform.Pck]) }.Build();
        world.Verify(_good, by: verifier).IsAccepted.Should().BeTrue();
        for (var blanks = 1; blanks <= 200; blanks++)
        {
            var quote = new QuoteBuilder(world.Platform) { Pem = world.Platform.Pem.Replace("\n-----END", new string(' ', blanks) + "\n-----END", StringComparison.Ordinal) + new string('\n', blanks) }.Build();

            world.Verify(quote, revoked, by: verifier).Failure.Should().Be(AttestationFailure.PckRevoked);
        }
        (verifier.CachedChains, verifier.CachedKeys).Should().Be((1, 1));
    }

    private byte[] WithChain(params X509Certificate2[] chain) => new QuoteBuilder(world.Platform) { Pem = Pem(chain) }.Build();

    private static string Pem(params X509Certificate2[] chain) => string.Concat(chain.Select(certificate => certificate.ExportCertificatePem() + "\n"));

    private AttestationFailure With(CollateralBuilder collateral) => world.Verify(_good, collateral.Build()).Failure;

    private AttestationFailure Failure(byte[] quote)
    {
        var appraisal = world.Verify(quote);
        appraisal.IsValid.Should().BeFalse();
        return appraisal.Failure;
    }

    /// <summary>Corrects the three lengths around a chain that another has taken the place of.</summary>
    private static byte[] Relength(byte[] quote, int was, int now)
    {
        foreach (var at in (int[])[48 + 584, 48 + 584 + 4 + 130, quote.Length - now - 4])
            BitConverter.TryWriteBytes(quote.AsSpan(at), BitConverter.ToInt32(quote, at) + now - was);
        return quote;
    }
}
