using System.Text;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Tokens;
using FsCheck;
using FsCheck.Fluent;

namespace Cocoon.Attestation.Tests.Tokens;

public sealed class CompactJwsTests
{
    private const string Header = """{"alg":"RS256","kid":"k"}""";

    [Theory]
    [InlineData("", "{}", "AA", "no header")]
    [InlineData(Header, "", "AA", "no payload")]
    [InlineData("[]", "{}", "AA", "header is no object")]
    [InlineData(Header, "7", "AA", "payload is no object")]
    [InlineData("{}", "{}", "AA", "no algorithm")]
    [InlineData("""{"alg":7}""", "{}", "AA", "algorithm is no text")]
    [InlineData("""{"alg":"RS256","crit":["b64"],"b64":false}""", "{}", "AA", "something critical")]
    [InlineData(Header, "{} ", "A", "signature of an impossible length")]
    [InlineData(Header, "{}", "AB", "signature with spare bits")]
    [InlineData(Header, "{}x", "AA", "text after the payload")]
    [InlineData(Header, "{/* */}", "AA", "a comment")]
    [InlineData(Header, """{"a":1,}""", "AA", "a trailing comma")]
    [InlineData(Header, """{"a":"\ud800"}""", "AA", "half a surrogate pair")]
    [InlineData(Header, """{"\udc00":1}""", "AA", "half a surrogate pair in a name")]
    public void What_is_no_token_is_refused(string header, string payload, string signature, string because) =>
        Read($"{Part(header)}.{Part(payload)}.{signature}").Should().Be(AttestationFailure.TokenMalformed, because);

    [Fact]
    public void Bytes_that_are_no_UTF8_are_refused() =>
        Read($"{Part(Header)}.{TestIssuer.Encode([(byte)'{', (byte)'"', 0xFF, (byte)'"', (byte)':', (byte)'1', (byte)'}'])}.AA").Should().Be(AttestationFailure.TokenMalformed);

    [Theory]
    [InlineData("{0}={1}.AA")]
    [InlineData("{0}.{1}=.AA")]
    [InlineData("{0}.{1}.AA==")]
    [InlineData("{0}. {1}.AA")]
    [InlineData(" {0}.{1}.AA")]
    [InlineData("{0}.{1}.AA\n")]
    [InlineData("{0}.{1}")]
    [InlineData("{0}.{1}.AA.AA")]
    [InlineData("{0}.{1}.AA.AA.AA")]
    [InlineData("{0}..AA")]
    [InlineData(".{1}.AA")]
    [InlineData("")]
    [InlineData("..")]
    public void Bad_input_79_padding_white_space_and_other_than_three_parts_are_refused(string form) =>
        Read(form.Replace("{0}", Part(Header), StringComparison.Ordinal).Replace("{1}", Part("""{"a":1}"""), StringComparison.Ordinal)).Should().Be(AttestationFailure.TokenMalformed);

    [Theory]
    [InlineData("""{"iss":"a","iss":"b"}""")]
    [InlineData("""{"iss":"a","is\u0073":"b"}""")]
    [InlineData("""{"a":{"b":1,"b":1}}""")]
    public void Bad_input_76_a_claim_that_comes_twice_is_refused(string payload) =>
        Read($"{Part(Header)}.{Part(payload)}.AA").Should().Be(AttestationFailure.DuplicateClaim);

    [Fact]
    public void Bad_input_80_a_token_of_10_MB_is_refused_before_it_is_read()
    {
        var token = Encoding.ASCII.GetBytes($"{Part(Header)}.{new string('A', 10_000_000)}.AA");
        var before = GC.GetAllocatedBytesForCurrentThread();

        CompactJws.TryParse(token, out _, out var failure).Should().BeFalse();

        failure.Should().Be(AttestationFailure.TokenMalformed);
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(100_000);
    }

    [Fact]
    public void Bad_input_80_JSON_10_000_deep_is_refused()
    {
        var payload = string.Concat(Enumerable.Repeat("""{"a":""", 10_000)) + "1" + new string('}', 10_000);

        Read($"{Part(Header)}.{Part(payload)}.AA").Should().Be(AttestationFailure.TokenMalformed);
        Read($"{Part(Header)}.{Part("""{"a":{"b":{"c":[1]}}}""")}.AA").Should().Be(AttestationFailure.None);
    }

    [Fact]
    public void No_exception_escapes_whatever_is_flipped_or_cut() =>
        Prop.ForAll<NonNegativeInt, byte, NonNegativeInt>((at, value, cut) =>
        {
            var bytes = Encoding.ASCII.GetBytes($"{Part(Header)}.{Part("""{"exp":1,"a":{"b":[true,null,"x"]}}""")}.{TestIssuer.Encode(new byte[64])}");
            bytes[at.Get % bytes.Length] = value;
            var read = CompactJws.TryParse(bytes.AsMemory(0, bytes.Length - cut.Get % bytes.Length), out var token, out var failure);
            return read == (failure == AttestationFailure.None) && read == (token is not null);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void Base64url_has_one_form_only() =>
        Prop.ForAll<byte[], NonNegativeInt, byte>((bytes, at, value) =>
        {
            var text = Encoding.ASCII.GetBytes(TestIssuer.Encode(bytes));
            if (!StrictBase64Url.TryDecode(text)!.AsSpan().SequenceEqual(bytes)) return false;
            if (text.Length > 0) text[at.Get % text.Length] = value;
            return StrictBase64Url.TryDecode(text) is not { } other || TestIssuer.Encode(other) == Encoding.ASCII.GetString(text);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    private static string Part(string json) => TestIssuer.Encode(Encoding.UTF8.GetBytes(json));

    private static AttestationFailure Read(string token)
    {
        CompactJws.TryParse(Encoding.UTF8.GetBytes(token), out _, out var failure).Should().Be(failure == AttestationFailure.None);
        return failure;
    }
}
