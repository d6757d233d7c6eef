using System.Buffers.Binary;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Tests.Tdx.Authority;

namespace Cocoon.Attestation.Tests.Tdx;

/// <summary>Bad inputs 1 to 17 of attestation.md section 8: the quote itself.</summary>
public sealed class BadQuoteTests(IntelLikeWorld world) : IClassFixture<IntelLikeWorld>
{
    private const int SignatureAt = 48 + 584;
    private const int ReportAt = SignatureAt + 4 + 128 + 6;
    private const int AuthAt = ReportAt + 384 + 64;
    private readonly byte[] _good = new QuoteBuilder(world.Platform).Build();

    [Theory]
    [InlineData(4, 2, 0)]
    [InlineData(5, 2, 0)]
    [InlineData(5, 3, 4096)]
    public void A_good_quote_passes_every_check(int version, int bodyType, int zeros)
    {
        byte[] quote = [.. new QuoteBuilder(world.Platform) { Version = version, BodyType = bodyType }.Build(), .. new byte[zeros]];

        var appraisal = world.Verify(quote, policy: world.Wanting(quote));

        appraisal.Checks.Should().OnlyContain(check => check.Passed);
        appraisal.Checks.Select(check => check.Id).Distinct().Should().BeEquivalentTo(Enumerable.Range(1, 17).Select(number => $"T{number}"));
        (appraisal.IsAccepted, appraisal.Tcb, appraisal.Vector.Overall).Should().Be((true, TcbStatus.UpToDate, TrustTier.Affirming));
    }

    [Fact]
    public void Case_1_a_quote_cut_anywhere_is_malformed()
    {
        int[] borders = [0, 1, 2, 47, 48, 49, SignatureAt - 1, SignatureAt, SignatureAt + 3, SignatureAt + 4, SignatureAt + 68, SignatureAt + 132, ReportAt, ReportAt + 384, AuthAt, AuthAt + 2, AuthAt + 34, AuthAt + 40, _good.Length - 1];

        foreach (var border in borders) Failure(_good[..border]).Should().Be(AttestationFailure.QuoteMalformed, "it was cut after {0} bytes", border);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 4096)]
    [InlineData(0, 4097)]
    public void Case_2_what_follows_a_quote_is_a_bounded_number_of_zeros(byte value, int count) =>
        Failure([.. _good, .. new byte[count - 1], value]).Should().Be(AttestationFailure.TrailingData);

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(65535)]
    public void Case_3_other_versions_are_not_known(int version) => Failure(new QuoteBuilder(world.Platform) { Version = version }.Build()).Should().Be(AttestationFailure.QuoteVersion);

    [Theory]
    [InlineData(0)]
    [InlineData(0x80)]
    [InlineData(uint.MaxValue)]
    public void Case_4_another_TEE_is_not_TDX(uint tee) => Failure(new QuoteBuilder(world.Platform) { Tee = tee }.Build()).Should().Be(AttestationFailure.UnsupportedTee);

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Case_5_other_attestation_keys_are_not_known(int type) => Failure(new QuoteBuilder(world.Platform) { KeyType = type }.Build()).Should().Be(AttestationFailure.AttestationKeyType);

    [Fact]
    public void Case_5a_another_quoting_enclave_is_not_Intels() => Failure(new QuoteBuilder(world.Platform) { Vendor = new byte[16] }.Build()).Should().Be(AttestationFailure.QeVendor);

    [Theory]
    [InlineData(0, AttestationFailure.TrailingData)]
    [InlineData(1, AttestationFailure.QuoteMalformed)]
    [InlineData(-1, AttestationFailure.TrailingData)]
    [InlineData(-2, AttestationFailure.QuoteMalformed)]
    public void Case_6_the_signature_length_is_exact(int difference, AttestationFailure expected)
    {
        // The last byte of the quote is a line break, so that one byte less leaves something after it; -2 stands for 2^32 - 1.
        var quote = _good.ToArray();
        var length = BinaryPrimitives.ReadUInt32LittleEndian(quote.AsSpan(SignatureAt));
        BinaryPrimitives.WriteUInt32LittleEndian(quote.AsSpan(SignatureAt), difference switch { 0 => 0, -2 => uint.MaxValue, _ => (uint)(length + difference) });

        Failure(quote).Should().Be(expected);
    }

    [Fact]
    public void Case_6a_a_length_with_padding_in_it_is_not_exact()
    {
        byte[] quote = [.. _good, 0];
        quote[SignatureAt]++;

        Failure(quote).Should().Be(AttestationFailure.QuoteMalformed);
    }

    [Fact]
    public void Case_7_authentication_data_of_64_KB_is_longer_than_the_quote()
    {
        var quote = _good.ToArray();
        BinaryPrimitives.WriteUInt16LittleEndian(quote.AsSpan(AuthAt), ushort.MaxValue);

        Failure(quote).Should().Be(AttestationFailure.QuoteMalformed);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void Case_8_the_certificates_length_is_exact(int error) => Failure(new QuoteBuilder(world.Platform) { PemLengthError = error }.Build()).Should().Be(AttestationFailure.QuoteMalformed);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(7)]
    public void Case_9_outer_certification_data_is_a_QE_report(int type) => Failure(new QuoteBuilder(world.Platform) { OuterType = type }.Build()).Should().Be(AttestationFailure.CertDataType);

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(6)]
    [InlineData(7)]
    public void Case_10_inner_certification_data_is_a_chain_and_no_other_report(int type) => Failure(new QuoteBuilder(world.Platform) { InnerType = type }.Build()).Should().Be(AttestationFailure.CertDataType);

    [Theory]
    [InlineData(1, 584)]
    [InlineData(3, 584)]
    [InlineData(2, 648)]
    [InlineData(4, 648)]
    public void Case_11_body_type_and_size_agree(int type, int size)
    {
        var quote = new QuoteBuilder(world.Platform) { Version = 5 }.Build();
        BinaryPrimitives.WriteUInt16LittleEndian(quote.AsSpan(48), (ushort)type);
        BinaryPrimitives.WriteUInt32LittleEndian(quote.AsSpan(50), (uint)size);

        Failure(quote).Should().Be(AttestationFailure.BodyType);
    }

    [Fact]
    public void Case_12_a_flipped_bit_of_the_body_breaks_the_signature()
    {
        var verifier = world.Verifier();
        world.Verify(_good, by: verifier).IsAccepted.Should().BeTrue();
        for (var at = 48; at < SignatureAt; at++)
        {
            var quote = _good.ToArray();
            quote[at] ^= (byte)(1 << (at % 8));

            world.Verify(quote, by: verifier).Failure.Should().Be(AttestationFailure.QuoteSignature, "byte {0} was changed", at);
        }
    }

    [Theory]
    [InlineData("00")]
    [InlineData("ff")]
    public void Case_13_no_number_of_that_kind_is_a_signature(string value)
    {
        var quote = _good.ToArray();
        quote.AsSpan(SignatureAt + 4, 64).Fill(Convert.FromHexString(value)[0]);

        Failure(quote).Should().Be(AttestationFailure.QuoteSignature);
    }

    [Fact]
    public void Case_13a_n_itself_is_no_signature()
    {
        var quote = _good.ToArray();
        P256.N.CopyTo(quote, SignatureAt + 4);
        P256.N.CopyTo(quote, SignatureAt + 4 + 32);

        Failure(quote).Should().Be(AttestationFailure.QuoteSignature);
    }

    [Theory]
    [InlineData(SignatureAt + 4)]
    [InlineData(ReportAt + 384)]
    public void Case_13b_the_other_form_of_a_signature_is_accepted_and_makes_no_entry(int signatureAt)
    {
        var verifier = world.Verifier();
        var first = world.Verify(_good, by: verifier);
        var quote = _good.ToArray();
        P256.Negate(quote.AsSpan(signatureAt + 32, 32));

        var second = world.Verify(quote, by: verifier);

        second.IsAccepted.Should().BeTrue();
        second.Claims!.SignedHash.Should().Be(first.Claims!.SignedHash);
        (verifier.CachedChains, verifier.CachedKeys).Should().Be((1, 1));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(255)]
    public void Case_14_an_attestation_key_off_the_curve_is_malformed(byte fill)
    {
        var quote = _good.ToArray();
        quote.AsSpan(SignatureAt + 4 + 64, 64).Fill(fill);

        Failure(quote).Should().Be(AttestationFailure.QuoteMalformed);
    }

    [Fact]
    public void Case_15_other_authentication_data_unbinds_the_key()
    {
        var quote = _good.ToArray();
        quote[AuthAt + 2] ^= 1;

        Failure(quote).Should().Be(AttestationFailure.QeBinding);
    }

    [Fact]
    public void Case_16_the_upper_half_of_the_QE_report_data_is_zero() =>
        Failure(new QuoteBuilder(world.Platform) { QeReport = report => report[383] = 1 }.Build()).Should().Be(AttestationFailure.QeBinding);

    [Fact]
    public void Case_17_the_QE_report_of_another_quote_binds_another_key()
    {
        using var other = new IntelLikePlatform(world.Authority);
        var quote = _good.ToArray();
        new QuoteBuilder(other).Build().AsSpan(ReportAt, 384 + 64).CopyTo(quote.AsSpan(ReportAt));

        Failure(quote).Should().Be(AttestationFailure.QeBinding);
    }

    private AttestationFailure Failure(byte[] quote)
    {
        var appraisal = world.Verify(quote);
        (appraisal.IsValid, appraisal.IsAccepted, appraisal.Claims).Should().Be((false, false, null));
        appraisal.Checks.SkipLast(1).All(check => check.Passed).Should().BeTrue("the first failed check of validity ends the list");
        return appraisal.Failure;
    }
}
