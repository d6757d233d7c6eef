using System.Formats.Asn1;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Cocoon.Attestation.Appraisals;
using Cocoon.RaTls.Certificates;
using Cocoon.RaTls.Handshakes;
using Cocoon.RaTls.Tests.Harness;

namespace Cocoon.RaTls.Tests.Handshakes;

/// <summary>Peers that call with something wrong; the numbers are those of the list of bad inputs.</summary>
public sealed class BadPeerTests : IDisposable
{
    private readonly Market _market = new();
    private readonly Machine _server;

    public BadPeerTests() => _server = new Machine(_market);

    public void Dispose() => _server.Dispose();

    [Fact(DisplayName = "81 No client certificate")]
    public async Task No_client_certificate() =>
        (await _server.FailureFor(RawPeer.Client(null))).Should().Be(AttestationFailure.NoCertificate);

    [Fact(DisplayName = "81b A certificate without evidence")]
    public async Task No_evidence()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = _market.Time.GetUtcNow();
        await Expect(new CertificateRequest("CN=cocoon", key, HashAlgorithmName.SHA256).CreateSelfSigned(now, now.AddMinutes(10)), AttestationFailure.EvidenceExtensionMissing);
    }

    [Fact(DisplayName = "82 Two evidence extensions")]
    public async Task Two_evidence_extensions()
    {
        const string Twin = "1.3.6.1.4.1.12345.7";
        var spec = new CertificateSpec(_market) { Extra = new X509Extension(Twin, [1, 2, 3], critical: true) };
        await Expect(spec.MakeWith(Oid(Twin), Oid(RaTlsOids.Evidence)), AttestationFailure.EvidenceExtensionTwice);
    }

    [Fact(DisplayName = "83 An extra unknown critical extension")]
    public async Task Unknown_critical_extension() =>
        await Expect(new CertificateSpec(_market) { Extra = new X509Extension("1.2.3.4.5", [5, 0], critical: true) }.Make(), AttestationFailure.UnknownCriticalExtension);

    [Fact(DisplayName = "83b An unknown extension that is not critical does no harm")]
    public async Task Unknown_extension_that_is_not_critical()
    {
        using var certificate = new CertificateSpec(_market) { Extra = new X509Extension("1.2.3.4.5", [5, 0], critical: false) }.Make();
        PeerCertificateReader.TryRead(certificate, _market.Time.GetUtcNow(), TimeSpan.FromHours(1), out var peer).Should().Be(AttestationFailure.None);
        peer!.Identity.Wallet.Should().Be(Machine.Wallet);
    }

    [Theory(DisplayName = "84 Evidence extension empty, filled with FF, or too large")]
    [InlineData(0, AttestationFailure.EvidenceMalformed)]
    [InlineData(200, AttestationFailure.EvidenceMalformed)]
    [InlineData(97 * 1024, AttestationFailure.EvidenceTooLarge)]
    [InlineData(110 * 1024, AttestationFailure.HandshakeFailed)]
    public async Task Evidence_of_a_bad_size(int bytes, AttestationFailure expected)
    {
        var filled = new byte[bytes];
        Array.Fill(filled, (byte)0xFF);
        await Expect(new CertificateSpec(_market) { Evidence = filled }.Make(), expected);
    }

    [Fact(DisplayName = "85 Valid evidence, another TLS key")]
    public async Task Evidence_of_another_key() =>
        await Expect(new CertificateSpec(_market) { Evidence = new CertificateSpec(_market).RightEvidence().Encode() }.Make(), AttestationFailure.TlsKeyMismatch);

    [Fact(DisplayName = "85b Another's evidence under claims for the own TLS key")]
    public async Task Claims_changed_to_the_own_key()
    {
        var spec = new CertificateSpec(_market);
        var stolen = new CertificateSpec(_market).RightEvidence();
        await Expect((spec with { Evidence = (spec.RightEvidence() with { Cpu = stolen.Cpu }).Encode() }).Make(), AttestationFailure.ReportDataMismatch);
    }

    [Fact(DisplayName = "85c Evidence of another wallet")]
    public async Task Evidence_of_another_wallet() =>
        await Expect(new CertificateSpec(_market) { Name = $"cocoon:provider/0:{new string('8', 64)}" }.Make(), AttestationFailure.ReportDataMismatch);

    [Theory(DisplayName = "85d A name that is not exactly one of ours")]
    [InlineData("cocoon:owner/0:0707070707070707070707070707070707070707070707070707070707070707")]
    [InlineData("cocoon:provider/0:07")]
    [InlineData("https://provider/0:0707070707070707070707070707070707070707070707070707070707070707")]
    public async Task A_name_that_is_no_identity(string name) => await Expect(new CertificateSpec(_market) { Name = name }.Make(), AttestationFailure.EvidenceMalformed);

    [Fact(DisplayName = "86 An expired TLS certificate")]
    public async Task Expired_certificate() =>
        await Expect(new CertificateSpec(_market) { From = TimeSpan.FromMinutes(-30), To = TimeSpan.Zero }.Make(), AttestationFailure.CertificateExpired);

    [Fact(DisplayName = "86b A TLS certificate of tomorrow")]
    public async Task Certificate_of_tomorrow() =>
        await Expect(new CertificateSpec(_market) { From = TimeSpan.FromMinutes(5) }.Make(), AttestationFailure.CertificateNotYetValid);

    [Fact(DisplayName = "86c A TLS certificate for a year")]
    public async Task Certificate_for_a_year() =>
        await Expect(new CertificateSpec(_market) { To = TimeSpan.FromDays(365) }.Make(), AttestationFailure.CertificateLife);

    [Fact(DisplayName = "86d A TLS key of another curve")]
    public async Task Another_curve() =>
        await Expect(new CertificateSpec(_market) { Key = ECDsa.Create(ECCurve.NamedCurves.nistP384) }.Make(), AttestationFailure.TlsKeyType);

    [Fact(DisplayName = "86e A certificate that another key signed")]
    public async Task Signed_by_another_key()
    {
        var spec = new CertificateSpec(_market);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var made = spec.Make();
        using var certificate = Resign.Replace(made, other, [1], [1], spec.Key);
        await Expect(certificate, AttestationFailure.NotSelfSigned);
    }

    [Fact(DisplayName = "87 A session that asks to be resumed is judged again")]
    public async Task Resumed_session()
    {
        using var certificate = new CertificateSpec(_market).Make();
        var caller = RawPeer.Client(certificate);
        caller.AllowTlsResume = true;
        for (var i = 0; i < 2; i++)
        {
            using var wire = await Wire.Open();
            var accepted = _server.Accept(wire);
            await using var raw = new SslStream(wire.Caller);
            await RawPeer.TryConnect(raw, caller);
            await Frames.Read(raw, FrameType.Evidence, 1024, default);
            await Frames.Write(raw, Frames.Make(FrameType.Accepted, new AcceptedFrame(AttestationFailure.None, new(new byte[32])).Encode()), default);
            // A resumed session would have no peer: the check of its certificate would not have been asked.
            await using var connection = await accepted;
            connection.Session.Identity.Wallet.Should().Be(Machine.Wallet);
        }
        _market.Revoke();
        (await _server.FailureFor(caller)).Should().Be(AttestationFailure.Revoked);
    }

    [Fact(DisplayName = "88 A caller with TLS 1.2 only")]
    public async Task Caller_with_Tls_12_only()
    {
        using var certificate = new CertificateSpec(_market).Make();
        (await _server.FailureFor(RawPeer.Client(certificate, SslProtocols.Tls12))).Should().Be(AttestationFailure.HandshakeFailed);
    }

    [Fact(DisplayName = "88b A called peer with TLS 1.2 only")]
    public async Task Called_peer_with_Tls_12_only()
    {
        using var certificate = new CertificateSpec(_market).Make();
        using var wire = await Wire.Open();
        await using var raw = new SslStream(wire.Called);
        var refused = FluentActions.Awaiting(() => raw.AuthenticateAsServerAsync(RawPeer.Server(certificate, SslProtocols.Tls12))).Should().ThrowAsync<Exception>();
        (await Machine.FailureOf(_server.Connect(wire))).Should().Be(AttestationFailure.HandshakeFailed);
        await refused;
    }

    [Fact(DisplayName = "89 An exception inside the callback")]
    public async Task An_exception_inside_the_callback()
    {
        // The first reading is that of the own identity; the second is inside the callback.
        var time = new BreakingTime(_market.Time, goodCalls: 1);
        using var server = new Machine(_market, time: time);
        await server.Identity.Evidence();
        time.IsBroken = true;
        using var certificate = new CertificateSpec(_market).Make();
        (await server.FailureFor(RawPeer.Client(certificate))).Should().Be(AttestationFailure.VerifierFault);
    }

    private async Task Expect(X509Certificate2 certificate, AttestationFailure expected)
    {
        using (certificate) (await _server.FailureFor(RawPeer.Client(certificate))).Should().Be(expected);
        _server.Sessions.Sessions.Should().BeEmpty();
    }

    private static byte[] Oid(string oid)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteObjectIdentifier(oid);
        return writer.Encode();
    }
}
