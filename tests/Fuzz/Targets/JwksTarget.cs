using System.Buffers.Text;
using Cocoon.Attestation.Tokens;

namespace Cocoon.Fuzz.Tests.Targets;

/// <summary>A set of keys, each of which is then asked to verify.</summary>
internal sealed class JwksTarget : JsonTarget
{
    private static readonly string[] Ids = ["r", "a", "b"];

    /// <summary>Importing a key checks its point.</summary>
    public override int Cost => 20;

    protected override IEnumerable<string> Documents { get; } = [Document()];

    public override void Read(byte[] input)
    {
        if (!JsonWebKeySet.TryParse(input, out var keys, out _)) return;
        foreach (var id in Ids)
            foreach (var algorithm in Enum.GetValues<JwsAlgorithm>()) keys.Find(id)?.Verify(algorithm, [1], new byte[64]).Should().BeFalse();
    }

    public override bool IsRefusal(Exception exception) => false;

    // Any odd number is a modulus, and the base point of a curve is a key: the same seeds in every run.
    private static string Document() =>
        $$"""{"keys":[{"kid":"r","kty":"RSA","use":"sig","n":"{{Base64Url.EncodeToString([.. Enumerable.Repeat((byte)0xC5, 256)])}}","e":"AQAB"},{{P256()}},{{P384()}},{"kid":"c","kty":"RSA","x5c":["AAAA"]}]}""";

    private static string P256() => Ec("a", "P-256", "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296", "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5");

    private static string P384() => Ec(
        "b", "P-384",
        "aa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c3a545e3872760ab7",
        "3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e819d7a431d7c90ea0e5f");

    private static string Ec(string id, string curve, string x, string y) =>
        $$"""{"kid":"{{id}}","kty":"EC","crv":"{{curve}}","alg":"ES{{curve[2..]}}","x":"{{Base64Url.EncodeToString(Convert.FromHexString(x))}}","y":"{{Base64Url.EncodeToString(Convert.FromHexString(y))}}"}""";
}
