using System.Security.Cryptography;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Sealing.Hpke;

namespace Cocoon.Sealing.Tests;

public sealed class SealedRequestTests : IDisposable
{
    private const int HeadBytes = 66;

    private readonly SealingKeyPair _key = SealingKeyPair.Create(new SystemEntropy());

    /// <summary>What somebody in the middle may try with other terms than the client's.</summary>
    public static TheoryData<string> OtherTerms => [.. Others.Keys];

    private static Dictionary<string, SealingTerms> Others { get; } = new()
    {
        ["another job"] = Samples.Terms with { Job = Samples.Job(2) },
        ["another model"] = Samples.Terms with { Model = "cocoon-tina" },
        ["other weights"] = Samples.Terms with { WeightHash = Samples.AppraisalHash },
        ["another network"] = Samples.Terms with { NetworkId = -239 },
        ["another appraisal"] = Samples.Terms with { AppraisalHash = new HexBytes(new byte[32]) },
        ["a higher price of prompts"] = Samples.Terms with { Prices = Samples.Prices with { Prompt = new Nano(2) } },
        ["a higher price of cached prompts"] = Samples.Terms with { Prices = Samples.Prices with { CachedPrompt = new Nano(3) } },
        ["a higher price of completions"] = Samples.Terms with { Prices = Samples.Prices with { Completion = new Nano(4) } },
        ["a higher price of reasoning"] = Samples.Terms with { Prices = Samples.Prices with { Reasoning = new Nano(5) } },
    };

    public static TheoryData<string> BadTerms => [.. Bad.Keys];

    private static Dictionary<string, SealingTerms> Bad { get; } = new()
    {
        ["no job"] = Samples.Terms with { Job = default },
        ["no model"] = Samples.Terms with { Model = "" },
        ["a null model"] = Samples.Terms with { Model = null! },
        ["a long model"] = Samples.Terms with { Model = new string('m', 129) },
        ["no appraisal"] = Samples.Terms with { AppraisalHash = default },
        ["a short appraisal hash"] = Samples.Terms with { AppraisalHash = new HexBytes(new byte[31]) },
        ["no weights"] = Samples.Terms with { WeightHash = default },
        ["a short weight hash"] = Samples.Terms with { WeightHash = new HexBytes(new byte[31]) },
        ["a negative price"] = Samples.Terms with { Prices = Samples.Prices with { Reasoning = new Nano(-1) } },
        ["no prices"] = Samples.Terms with { Prices = null! },
    };

    public void Dispose() => _key.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(252)]
    [InlineData(253)]
    [InlineData(65_532)]
    [InlineData(65_533)]
    [InlineData(200_000)]
    public void The_enclave_opens_what_the_client_sealed(int length)
    {
        var request = RandomNumberGenerator.GetBytes(length);
        var (message, answer) = Samples.Seal(_key.PublicKey, Samples.Terms, request);
        using (answer)
        {
            using var opened = Samples.Open(_key, Samples.Terms, message);

            opened.Plaintext.ToArray().Should().Equal(request);
            message.Should().HaveCount(SealedRequest.MessageBytes(length));
        }
    }

    [Fact]
    public void The_form_never_changes()
    {
        using var key = SealingKeyPair.Create(new CountingEntropy(1));
        var (message, answer) = Samples.Seal(key.PublicKey, Samples.Terms, Samples.Utf8("What is a cocoon?"), new CountingEntropy(2));
        using var opened = Samples.Open(key, Samples.Terms, message);
        using var sealer = opened.StartAnswer(new CountingEntropy(3));

        Hash([.. message, .. sealer.Seal("A small house"u8), .. sealer.SealLast("."u8)]).Should().Be("1c5a6288748f97e1cef2a85201af128d13e6daa5708ebc5063acc86527315d31", "a second implementation, in another language, gave the same");
        answer.Dispose();
    }

    [Fact]
    public void Nothing_of_the_request_shows()
    {
        var request = Samples.Utf8(string.Concat(Enumerable.Repeat("secret", 30)));
        var (message, answer) = Samples.Seal(_key.PublicKey, Samples.Terms, request);

        message.AsSpan().IndexOf("secret"u8).Should().Be(-1);
        answer.Dispose();
    }

    [Fact]
    public void The_same_request_never_looks_the_same()
    {
        var (first, firstAnswer) = Samples.Seal(_key.PublicKey, Samples.Terms, Samples.Utf8("hello"));
        var (second, secondAnswer) = Samples.Seal(_key.PublicKey, Samples.Terms, Samples.Utf8("hello"));

        second.Should().NotEqual(first);
        second.AsSpan(1, 65).SequenceEqual(first.AsSpan(1, 65)).Should().BeFalse("each request has a key of its own");
        firstAnswer.Dispose();
        secondAnswer.Dispose();
    }

    [Theory]
    [MemberData(nameof(OtherTerms))]
    public void A_request_swapped_to_other_terms_does_not_open(string name)
    {
        var (message, answer) = Samples.Seal(_key.PublicKey, Samples.Terms, Samples.Utf8("hello"));

        Samples.WhyNotOpened(_key, Others[name], message).Should().Be(SealingFailure.RequestNotAuthentic, "it is {0}", name);
        answer.Dispose();
    }

    [Fact]
    public void Another_enclave_does_not_open_it()
    {
        using var other = SealingKeyPair.Create(new SystemEntropy());
        var (message, answer) = Samples.Seal(_key.PublicKey, Samples.Terms, Samples.Utf8("hello"));

        Samples.WhyNotOpened(other, Samples.Terms, message).Should().Be(SealingFailure.RequestNotAuthentic);
        answer.Dispose();
    }

    [Fact]
    public void A_request_that_was_sealed_to_a_substituted_key_does_not_open()
    {
        using var theirs = SealingKeyPair.Create(new SystemEntropy());
        var (message, answer) = Samples.Seal(theirs.PublicKey, Samples.Terms, Samples.Utf8("hello"));

        Samples.WhyNotOpened(_key, Samples.Terms, message).Should().Be(SealingFailure.RequestNotAuthentic);
        answer.Dispose();
    }

    [Fact]
    public void A_request_with_a_substituted_ephemeral_key_does_not_open()
    {
        using var theirs = SealingKeyPair.Create(new SystemEntropy());
        var (message, answer) = Samples.Seal(_key.PublicKey, Samples.Terms, Samples.Utf8("hello"));
        theirs.PublicKey.ToArray().CopyTo(message, 1);

        Samples.WhyNotOpened(_key, Samples.Terms, message).Should().Be(SealingFailure.RequestNotAuthentic);
        answer.Dispose();
    }

    [Fact]
    public void A_request_with_any_bit_flipped_does_not_open()
    {
        var (message, answer) = Samples.Seal(_key.PublicKey, Samples.Terms, Samples.Utf8("hello"));
        for (var at = 0; at < message.Length; at++)
        {
            message[at] ^= (byte)(1 << (at % 8));
            var expected = at switch { 0 => SealingFailure.VersionUnknown, < HeadBytes => SealingFailure.KeyInvalid, _ => SealingFailure.RequestNotAuthentic };
            Samples.WhyNotOpened(_key, Samples.Terms, message).Should().Be(expected, "byte {0} is flipped", at);
            message[at] ^= (byte)(1 << (at % 8));
        }
        answer.Dispose();
    }

    [Fact]
    public void A_request_cut_or_lengthened_anywhere_does_not_open()
    {
        var (message, answer) = Samples.Seal(_key.PublicKey, Samples.Terms, new byte[300]);
        for (var length = 0; length < message.Length; length++)
        {
            // At the length of another bucket only the key can tell.
            var expected = length == HeadBytes + 256 + 16 ? SealingFailure.RequestNotAuthentic : SealingFailure.RequestMalformed;
            Samples.WhyNotOpened(_key, Samples.Terms, message[..length]).Should().Be(expected, "{0} bytes are left", length);
        }
        Samples.WhyNotOpened(_key, Samples.Terms, [.. message, 0]).Should().Be(SealingFailure.RequestMalformed);
        answer.Dispose();
    }

    [Fact]
    public void A_request_that_is_padded_in_another_way_is_refused()
    {
        foreach (var block in (byte[][])[
            [0, 0, 0, 1, 7, .. new byte[250], 1],      // not only zeros behind
            [0, 0, 0, 253, .. new byte[252]],          // longer than the block
            [255, 255, 255, 255, .. new byte[252]],
            [0, 0, 0, 252, .. new byte[508]],          // a larger block than it takes
        ])
            Samples.WhyNotOpened(_key, Samples.Terms, SealBlock(block)).Should().Be(SealingFailure.PaddingInvalid);
    }

    [Theory]
    [MemberData(nameof(BadTerms))]
    public void Bad_terms_are_refused_on_both_sides(string name)
    {
        var (message, answer) = Samples.Seal(_key.PublicKey, Samples.Terms, []);

        SealedRequest.TrySeal(_key.PublicKey, Bad[name], [], new SystemEntropy(), out _, out _, out var failure).Should().BeFalse();

        failure.Should().Be(SealingFailure.TermsInvalid);
        Samples.WhyNotOpened(_key, Bad[name], message).Should().Be(SealingFailure.TermsInvalid);
        answer.Dispose();
    }

    [Fact]
    public void The_client_refuses_a_key_that_is_no_point()
    {
        var off = _key.PublicKey.ToArray();
        off[^1] ^= 1;
        foreach (var bad in (HexBytes[])[default, new HexBytes(new byte[65]), new HexBytes(off), new HexBytes(_key.PublicKey.ToArray().AsSpan(1))])
        {
            SealedRequest.TrySeal(bad, Samples.Terms, [], new SystemEntropy(), out var message, out var answer, out var failure).Should().BeFalse();
            failure.Should().Be(SealingFailure.KeyInvalid);
            message.Should().BeNull();
            answer.Should().BeNull();
        }
    }

    [Fact]
    public void The_longest_request_is_sealed_and_one_byte_more_is_refused()
    {
        var (message, answer) = Samples.Seal(_key.PublicKey, Samples.Terms, new byte[SealedRequest.MaxRequestBytes]);
        message.Length.Should().Be(SealedRequest.MaxMessageBytes);
        using (var opened = Samples.Open(_key, Samples.Terms, message)) opened.Plaintext.Length.Should().Be(SealedRequest.MaxRequestBytes);
        answer.Dispose();

        SealedRequest.TrySeal(_key.PublicKey, Samples.Terms, new byte[SealedRequest.MaxRequestBytes + 1], new SystemEntropy(), out _, out _, out var failure).Should().BeFalse();

        failure.Should().Be(SealingFailure.RequestTooLong);
    }

    [Fact]
    public void What_was_opened_is_zeroed_when_it_is_disposed()
    {
        var (message, answer) = Samples.Seal(_key.PublicKey, Samples.Terms, Samples.Utf8("hello"));
        var opened = Samples.Open(_key, Samples.Terms, message);
        var plaintext = opened.Plaintext;
        opened.Dispose();

        plaintext.ToArray().Should().OnlyContain(b => b == 0);
        opened.Invoking(o => o.StartAnswer(new SystemEntropy())).Should().Throw<ObjectDisposedException>();
        answer.Dispose();
    }

    [Fact]
    public void One_key_opens_requests_of_many_threads()
    {
        var requests = Enumerable.Range(0, 64).Select(i => (Request: new[] { (byte)i }, Sealed: Samples.Seal(_key.PublicKey, Samples.Terms, [(byte)i]))).ToArray();

        Parallel.ForEach(requests, request =>
        {
            using var opened = Samples.Open(_key, Samples.Terms, request.Sealed.Message);
            opened.Plaintext.ToArray().Should().Equal(request.Request);
            request.Sealed.Answer.Dispose();
        });
    }

    [Fact]
    public void Every_failure_is_explained()
    {
        var texts = Enum.GetValues<SealingFailure>().Select(failure => failure.Explain()).ToList();

        texts.Should().OnlyHaveUniqueItems();
        ((SealingFailure)99).Invoking(failure => failure.Explain()).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void A_key_shows_its_public_half_only()
    {
        _key.PublicKey.Length.Should().Be(65);
        _key.ToString().Should().Be(typeof(SealingKeyPair).FullName);
        typeof(SealingKeyPair).GetProperties().Should().ContainSingle().Which.Name.Should().Be(nameof(SealingKeyPair.PublicKey));
    }

    /// <summary>Seals as a client of our own making would.</summary>
    private byte[] SealBlock(byte[] block)
    {
        using var ephemeral = SealingKeyPair.FreshKey(new SystemEntropy());
        using var context = HpkeContext.TrySend(HpkeAead.Aes256Gcm, _key.PublicKey.ToArray(), ephemeral, Samples.Terms.Info())!;
        var ciphertext = new byte[block.Length + SequencedAead.TagBytes];
        context.Seal(Samples.Terms.AssociatedData(), block, ciphertext);
        return [2, .. ephemeral.PublicKey, .. ciphertext];
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
