using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Collateral;
using Cocoon.Attestation.Nvidia.Spdm;
using Cocoon.Attestation.Tests.Nvidia.Authority;

namespace Cocoon.Attestation.Tests.Nvidia;

/// <summary>Bad input 68 of attestation.md: reference values that are not NVIDIA's, not of this GPU, or not met.</summary>
public sealed class RimTests(GpuWorld world) : IClassFixture<GpuWorld>
{
    private const string C14n10 = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315";
    private const string Exclusive = "http://www.w3.org/2001/10/xml-exc-c14n#";

    [Theory]
    [InlineData(C14n10)]
    [InlineData(Exclusive)]
    public void Other_canonical_forms_hold_too(string form) => Failure(Rim(canonical: form).Item()).Should().Be(AttestationFailure.None);

    [Theory]
    [InlineData("active=\"True\"", "active=\"False\"")]
    [InlineData("version=\"1.0\"", "version=\"1.1\"")]
    [InlineData("<ds:DigestValue>", "<ds:DigestValue>A")]
    [InlineData("<ds:SignatureValue>", "<ds:SignatureValue>AAAA")]
    public void Case_68_a_changed_text_is_refused(string from, string to) =>
        Failure(world.DriverRim().Item(xml => xml.Replace(from, to, StringComparison.Ordinal))).Should().Be(AttestationFailure.RimSignature);

    [Fact]
    public void Case_68_a_signer_below_another_root_is_refused()
    {
        var stranger = new GpuWorld();

        Failure(world.DriverRim(stranger.RimChain).Item()).Should().Be(AttestationFailure.RimChain);
    }

    [Fact]
    public void Case_68_a_key_that_is_not_the_first_certificates_is_refused()
    {
        var other = GpuIdentity.Create("RIM L4 Signer", world.RimChain[1], false, GpuWorld.Now.AddDays(-1), GpuWorld.Now.AddDays(9));
        GpuIdentity[] mixed = [new GpuIdentity(world.RimSigner.Certificate, other.Key), .. world.RimChain[1..]];

        Failure(world.DriverRim(mixed).Item()).Should().Be(AttestationFailure.RimSignature);
    }

    [Fact]
    public void Signature_wrapping_finds_nothing_to_wrap()
    {
        var good = world.DriverRim().Build();
        var forged = good.Replace("active=\"True\"", "active=\"False\"", StringComparison.Ordinal);
        var signature = good[good.IndexOf("<ds:Signature ", StringComparison.Ordinal)..good.IndexOf("</SoftwareIdentity>", StringComparison.Ordinal)];
        var bare = good.Replace(signature, "", StringComparison.Ordinal);

        // The signed document inside a forged one, with the signature moved out or left in place, or twice.
        Failure(Driver(forged.Replace("</Payload>", $"<Old>{bare}</Old></Payload>", StringComparison.Ordinal))).Should().Be(AttestationFailure.RimSignature);
        Failure(Driver(bare.Replace("</Payload>", $"{signature}</Payload>", StringComparison.Ordinal))).Should().Be(AttestationFailure.RimSignature);
        Failure(Driver(good.Replace(signature, signature + signature, StringComparison.Ordinal))).Should().Be(AttestationFailure.RimSignature);
        Failure(Driver(bare)).Should().Be(AttestationFailure.RimSignature);
    }

    [Fact]
    public void Only_the_whole_document_may_be_referred_to()
    {
        Failure(Rim(uri: "#payload").Item()).Should().Be(AttestationFailure.RimSignature);
        Failure(Rim(uri: "http://localhost/rim.xml").Item()).Should().Be(AttestationFailure.RimSignature);
        Failure(Rim(transform: "<ds:Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xslt-19991116\"/>").Item()).Should().Be(AttestationFailure.RimSignature);
        Failure(Rim(canonical: C14n10 + "#WithComments").Item()).Should().Be(AttestationFailure.RimSignature);
        Failure(Rim(method: "http://www.w3.org/2000/09/xmldsig#hmac-sha1").Item()).Should().Be(AttestationFailure.RimSignature);
    }

    [Fact]
    public void Documents_that_cost_more_than_they_say_are_not_read()
    {
        var deep = string.Concat(Enumerable.Repeat("<a>", 100_000)) + string.Concat(Enumerable.Repeat("</a>", 100_000));
        Failure(Driver(deep)).Should().Be(AttestationFailure.CollateralMalformed);
        Failure(Rim(inPayload: string.Concat(Enumerable.Repeat("<a/>", 5_000))).Item()).Should().Be(AttestationFailure.CollateralMalformed);
        Failure(Rim(inPayload: "<a xml:space=\"preserve\"/>").Item()).Should().Be(AttestationFailure.CollateralMalformed);
        Failure(Driver("<!DOCTYPE x [<!ENTITY e \"boom\">]>" + world.DriverRim().Build())).Should().Be(AttestationFailure.CollateralMalformed);
        Failure(Driver(world.DriverRim().Build() + new string(' ', 2 << 20))).Should().Be(AttestationFailure.CollateralMalformed);
        Failure(Driver("<SoftwareIdentity/>")).Should().Be(AttestationFailure.CollateralMalformed);
    }

    [Fact]
    public void Case_68_reference_values_of_another_version_or_chip_are_refused()
    {
        Failure(new RimBuilder(world.RimChain) { Id = world.DriverRim().Id, Version = "550.144.04", Values = { [7] = [new byte[48]] } }.Item()).Should().Be(AttestationFailure.RimVersion);
        Failure(new RimBuilder(world.RimChain) { Id = world.DriverRim().Id, Version = ReportBuilder.Driver, Product = "GB100", Values = { [7] = [new byte[48]] } }.Item()).Should().Be(AttestationFailure.RimVersion);
    }

    [Theory]
    [InlineData(true, AttestationFailure.RimUnavailable)]
    [InlineData(false, AttestationFailure.None)]
    public void Missing_reference_values_are_for_the_policy_to_judge(bool isRequired, AttestationFailure expected)
    {
        var collateral = new CollateralSnapshot(world.Collateral.Items.Where(item => item.Key.Kind != CollateralKind.GpuRim));

        var appraisal = world.Verify(collateral: collateral, policy: GpuWorld.Wanting(world.Policy.Gpu! with { RequireRims = isRequired }));

        (appraisal.Failure, appraisal.Tcb, appraisal.Vector.Executables).Should().Be((expected, TcbStatus.Unknown, TrustTier.None));
    }

    [Fact]
    public void Case_68_measurements_that_differ_are_named_by_index()
    {
        var report = new ReportBuilder { Values = { [8] = new byte[48], [2] = [1], [65] = new byte[48] } };
        report.Values.Remove(22);

        var appraisal = world.Verify(world.Evidence(report));

        appraisal.Failure.Should().Be(AttestationFailure.GpuMeasurement);
        appraisal.Findings.Where(finding => finding.Failure == AttestationFailure.GpuMeasurement).Select(finding => finding.Component)
            .Should().Equal("measurement 1", "measurement 7", "measurement 21", "measurement 64");
        appraisal.Vector.Executables.Should().Be(TrustTier.Contraindicated);
    }

    [Fact]
    public void A_measurement_that_driver_and_VBIOS_both_give_is_refused()
    {
        var driver = world.DriverRim();
        driver.Values[2] = [ReportBuilder.Value(2)];

        Failure(driver.Item()).Should().Be(AttestationFailure.GpuMeasurement);
    }

    [Theory]
    [InlineData(0x55, AttestationFailure.None)]
    [InlineData(0xAA, AttestationFailure.GpuMeasurement)]
    [InlineData(0, AttestationFailure.GpuMeasurement)]
    public void The_video_decoders_measurement_counts_unless_it_is_off(byte decoder, AttestationFailure expected)
    {
        var report = new ReportBuilder { Values = { [36] = new byte[48] } }.With(OpaqueField.VideoDecoder, [decoder]);

        world.Verify(world.Evidence(report)).Failure.Should().Be(expected);
    }

    private RimBuilder Rim(string canonical = "http://www.w3.org/2006/12/xml-c14n11", string uri = "", string method = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384", string transform = "", string inPayload = "")
    {
        var good = world.DriverRim();
        var rim = new RimBuilder(world.RimChain) { Id = good.Id, Version = good.Version, Canonical = canonical, ReferenceUri = uri, SignatureMethod = method, ExtraTransform = transform, InPayload = inPayload };
        foreach (var (index, values) in good.Values) rim.Values[index] = values;
        return rim;
    }

    private CollateralItem Driver(string xml) => world.DriverRim().Item(_ => xml);

    private AttestationFailure Failure(CollateralItem item) => world.Verify(collateral: world.Collateral.With(item)).Failure;
}
