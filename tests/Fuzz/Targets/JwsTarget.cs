using System.Buffers.Text;
using System.Text;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Tokens;
using Cocoon.Fuzz.Tests.Inputs;

namespace Cocoon.Fuzz.Tests.Targets;

/// <summary>A compact token: damaged as text, and put together from damaged JSON.</summary>
internal sealed class JwsTarget : FuzzTarget
{
    private static readonly byte[] Header = """{"alg":"RS256","kid":"k","jku":"https://a.example/certs"}"""u8.ToArray();
    private static readonly byte[] Payload = """{"iss":"https://a.example","exp":1795262400,"nbf":1795262400,"iat":1795262400,"a":{"b":[true,null,"x"],"c":"00"}}"""u8.ToArray();

    public override IReadOnlyList<byte[]> Seeds { get; } = [Token(Header, Payload)];

    public override byte[] Next(InputSource source) => source.Random.Next(3) switch
    {
        0 => source.Next(Seeds),
        1 => Token(source.NextJson([Header]), Payload),
        _ => Token(Header, source.NextJson([Payload])),
    };

    public override void Read(byte[] input)
    {
        var read = CompactJws.TryParse(input, out var token, out var failure);
        read.Should().Be(failure == AttestationFailure.None);
        if (!read) return;
        _ = (token.Algorithm, token.KeyId, token.Claims.Time("exp"), token.Claims.Hex("c", 1), token.Claims.Object("a")?.Array("b"));
        foreach (var property in token.Claims.Properties()) _ = (property.Name, token.Claims.Text(property.Name), token.Claims.Integer(property.Name), token.Claims.Flag(property.Name));
        // One token has one text.
        Encoding.ASCII.GetString(input).Should().StartWith(Encoding.ASCII.GetString(token.Signed.Span));
    }

    public override bool IsRefusal(Exception exception) => false;

    private static byte[] Token(byte[] header, byte[] payload) => Encoding.ASCII.GetBytes($"{Base64Url.EncodeToString(header)}.{Base64Url.EncodeToString(payload)}.{Base64Url.EncodeToString(new byte[64])}");
}
