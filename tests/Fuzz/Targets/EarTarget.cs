using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Tokens.Ear;

namespace Cocoon.Fuzz.Tests.Targets;

/// <summary>The payload of a verdict, which a trusted verifier that has gone wrong signs.</summary>
internal sealed class EarTarget : JsonTarget
{
    private static readonly string Hash = new('a', 64);

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly EarReader _reader;
    private readonly string _header;

    public EarTarget()
    {
        var signer = new EarSigner(_key, "x", "y");
        _reader = new EarReader(signer.PublicKeys());
        _header = Base64Url.EncodeToString(Encoding.ASCII.GetBytes($$"""{"alg":"ES256","kid":"{{signer.KeyId}}"}"""));
    }

    /// <summary>Every input is signed first.</summary>
    public override int Cost => 10;

    protected override IEnumerable<string> Documents { get; } =
    [
        $$$"""{"eat_profile":"tag:github.com,2023:veraison/ear","iat":1795262400,"exp":1795266000,"ear.verifier-id":{"developer":"x","build":"y"},"submods":{"cpu":{"ear.status":"affirming","ear.trustworthiness-vector":{"instance-identity":2,"configuration":2,"executables":2,"file-system":0,"hardware":2,"runtime-opaque":0,"storage-opaque":0,"sourced-data":0},"ear.appraisal-policy-id":"p"}},"cocoon.failure":"None","cocoon.detail":"","cocoon.tier":"cpu-tee","cocoon.not-after-ms":1795266000250,"cocoon.policy-hash":"{{{Hash}}}","cocoon.collateral-hash":"{{{Hash}}}","cocoon.claims-hash":"{{{Hash}}}","cocoon.appraisal-hash":"{{{Hash}}}","cocoon.receipt-key":"{{{Hash}}}","cocoon.sealing-key":"04{{{Hash}}}{{{Hash}}}","cocoon.identity-key":"{{{Hash}}}","cocoon.findings":[{"failure":"TcbOutOfDate","component":"c","found":"1","needed":"2","advisories":["a"],"fails-at":1795269600}]}""",
    ];

    public override void Read(byte[] input)
    {
        var signed = $"{_header}.{Base64Url.EncodeToString(input)}";
        var signature = _key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        var read = _reader.TryRead(Encoding.ASCII.GetBytes($"{signed}.{Base64Url.EncodeToString(signature)}"), DateTimeOffset.UnixEpoch.AddSeconds(1_795_262_500), out var document, out var failure);
        read.Should().Be(failure == AttestationFailure.None);
        if (read && document.IsAccepted) document.ToAppraisal().NotAfter.Should().Be(document.NotAfter);
    }

    public override bool IsRefusal(Exception exception) => false;

    public override void Dispose()
    {
        _key.Dispose();
        base.Dispose();
    }
}
