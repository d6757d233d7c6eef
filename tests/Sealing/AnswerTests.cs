using System.Buffers.Binary;
using System.Collections.Concurrent;
using Cocoon.Core.Crypto;

namespace Cocoon.Sealing.Tests;

/// <summary>What somebody between enclave and client may do to an answer.</summary>
public sealed class AnswerTests : IDisposable
{
    private readonly SealingKeyPair _key = SealingKeyPair.Create(new SystemEntropy());
    private readonly byte[] _message;
    private readonly AnswerOpener _opener;
    private readonly OpenedRequest _request;
    private readonly AnswerSealer _sealer;

    public AnswerTests()
    {
        (_message, _opener) = SealQuestion();
        _request = Samples.Open(_key, Samples.Terms, _message);
        _sealer = _request.StartAnswer(new SystemEntropy());
    }

    public void Dispose()
    {
        _sealer.Dispose();
        _request.Dispose();
        _opener.Dispose();
        _key.Dispose();
    }

    [Fact]
    public void An_answer_arrives()
    {
        foreach (var text in (string[])["It ", "is ", "", new string('x', AnswerSealer.MaxChunkBytes)]) Open(_sealer.Seal(Samples.Utf8(text))).Should().Equal(Samples.Utf8(text));
        _opener.IsComplete.Should().BeFalse();
        Open(_sealer.SealLast("so."u8)).Should().Equal(Samples.Utf8("so."));

        _opener.IsComplete.Should().BeTrue();
        _opener.Count.Should().Be(5);
        _opener.TryFinish(out var failure).Should().BeTrue();
        failure.Should().Be(SealingFailure.None);
    }

    [Fact]
    public void An_answer_of_one_chunk_arrives()
    {
        Open(_sealer.SealLast([])).Should().BeEmpty();

        _opener.TryFinish(out _).Should().BeTrue();
    }

    [Fact]
    public void A_replayed_chunk_is_detected()
    {
        var first = _sealer.Seal("a"u8);
        Open(first);

        WhyNot(first).Should().Be(SealingFailure.ChunkRepeated);
    }

    [Fact]
    public void Reordered_chunks_are_detected()
    {
        Open(_sealer.Seal("a"u8));
        _sealer.Seal("b"u8);
        var third = _sealer.Seal("c"u8);

        WhyNot(third).Should().Be(SealingFailure.ChunkMissing);
    }

    [Fact]
    public void A_chunk_under_another_number_is_detected()
    {
        Open(_sealer.Seal("a"u8));
        _sealer.Seal("b"u8);
        var third = _sealer.Seal("c"u8);
        third[4] = 1;

        WhyNot(third).Should().Be(SealingFailure.ChunkNotAuthentic);
    }

    [Fact]
    public void A_dropped_first_chunk_is_detected()
    {
        _sealer.Seal("a"u8);

        WhyNot(_sealer.Seal("b"u8)).Should().Be(SealingFailure.ChunkMissing);
    }

    [Fact]
    public void A_truncated_answer_is_detected()
    {
        Open(_sealer.Seal("a"u8));

        _opener.TryFinish(out var failure).Should().BeFalse();

        failure.Should().Be(SealingFailure.AnswerTruncated);
        WhyNot(_sealer.SealLast("b"u8)).Should().Be(SealingFailure.AnswerTruncated, "who gave up does not go on");
    }

    [Fact]
    public void An_answer_that_never_came_is_detected()
    {
        _opener.TryFinish(out var failure).Should().BeFalse();

        failure.Should().Be(SealingFailure.AnswerTruncated);
    }

    [Fact]
    public void A_chunk_made_the_last_one_is_detected()
    {
        var chunk = _sealer.Seal("a"u8);
        chunk[0] = 2;

        WhyNot(chunk).Should().Be(SealingFailure.ChunkNotAuthentic);
    }

    [Fact]
    public void A_last_chunk_made_an_ordinary_one_is_detected()
    {
        var chunk = _sealer.SealLast("a"u8);
        chunk[0] = 1;

        WhyNot(chunk).Should().Be(SealingFailure.ChunkNotAuthentic);
    }

    [Fact]
    public void A_chunk_after_the_last_one_is_detected()
    {
        Open(_sealer.SealLast("a"u8));

        WhyNot([1, 0, 0, 0, 1, .. new byte[48]]).Should().Be(SealingFailure.AnswerEnded);
        _opener.TryFinish(out _).Should().BeFalse();
    }

    [Fact]
    public void A_chunk_of_another_job_is_detected()
    {
        var terms = Samples.Terms with { Job = Samples.Job(2) };
        var (message, theirs) = Samples.Seal(_key.PublicKey, terms, Samples.Utf8("question"));
        using var request = Samples.Open(_key, terms, message);
        using var sealer = request.StartAnswer(new SystemEntropy());

        WhyNot(sealer.Seal("a"u8)).Should().Be(SealingFailure.ChunkNotAuthentic);
        theirs.Dispose();
    }

    [Fact]
    public void A_chunk_of_another_answer_to_the_same_request_is_detected()
    {
        using var again = Samples.Open(_key, Samples.Terms, _message);
        using var sealer = again.StartAnswer(new SystemEntropy());
        Open(_sealer.Seal("a"u8));
        sealer.Seal("a"u8);

        WhyNot(sealer.Seal("b"u8)).Should().Be(SealingFailure.ChunkNotAuthentic);
    }

    [Fact]
    public void An_answer_of_somebody_who_saw_the_request_only_sealed_is_detected()
    {
        using var theirs = SealingKeyPair.Create(new SystemEntropy());
        var (message, opener) = Samples.Seal(theirs.PublicKey, Samples.Terms, Samples.Utf8("question"));
        using var request = Samples.Open(theirs, Samples.Terms, message);
        using var sealer = request.StartAnswer(new SystemEntropy());

        WhyNot(sealer.SealLast("a"u8)).Should().Be(SealingFailure.ChunkNotAuthentic);
        opener.Dispose();
    }

    [Fact]
    public void A_replayed_request_is_answered_under_another_key()
    {
        using var again = Samples.Open(_key, Samples.Terms, _message);
        using var sealer = again.StartAnswer(new SystemEntropy());

        var (first, second) = (_sealer.Seal("same text"u8), sealer.Seal("same text"u8));

        second.Should().NotEqual(first);
        second.AsSpan(5, 32).SequenceEqual(first.AsSpan(5, 32)).Should().BeFalse("the salts differ");
        second.AsSpan(37).SequenceEqual(first.AsSpan(37)).Should().BeFalse("so the keys do: the same nonce twice would open both answers");
    }

    [Fact]
    public void A_request_answered_twice_is_answered_under_two_keys()
    {
        using var sealer = _request.StartAnswer(new SystemEntropy());

        sealer.Seal("same text"u8).AsSpan(37).SequenceEqual(_sealer.Seal("same text"u8).AsSpan(37)).Should().BeFalse();
    }

    [Fact]
    public void Any_flipped_bit_is_detected()
    {
        var first = _sealer.Seal("a"u8);
        for (var at = 0; at < first.Length; at++)
        {
            byte[] chunk = [.. first];
            chunk[at] ^= (byte)(1 << (at % 8));
            using var opener = SealQuestion().Answer;
            opener.TryOpen(chunk, out var data, out var failure).Should().BeFalse("byte {0} is flipped", at);
            data.Should().BeNull();
            failure.Should().BeOneOf(SealingFailure.ChunkMalformed, SealingFailure.ChunkMissing, SealingFailure.ChunkNotAuthentic);
        }
    }

    [Fact]
    public void A_chunk_cut_anywhere_is_malformed()
    {
        var chunk = _sealer.Seal(new byte[60]);
        for (var length = 0; length < chunk.Length; length++)
        {
            // At the length of another bucket only the key can tell.
            var expected = length == 37 + 32 + 16 ? SealingFailure.ChunkNotAuthentic : SealingFailure.ChunkMalformed;
            using var opener = SealQuestion().Answer;
            opener.TryOpen(chunk.AsSpan(0, length), out _, out var failure).Should().BeFalse();
            failure.Should().Be(expected, "{0} bytes are left", length);
        }
    }

    [Fact]
    public void The_first_failure_is_the_last_word()
    {
        var good = _sealer.Seal("a"u8);
        WhyNot([]).Should().Be(SealingFailure.ChunkMalformed);

        WhyNot(good).Should().Be(SealingFailure.ChunkMalformed);
        _opener.TryFinish(out var failure).Should().BeFalse();
        failure.Should().Be(SealingFailure.ChunkMalformed);
    }

    [Fact]
    public void A_sealer_stops_after_the_last_chunk()
    {
        _sealer.SealLast("a"u8);

        _sealer.Invoking(sealer => sealer.Seal([])).Should().Throw<InvalidOperationException>();
        _sealer.Invoking(sealer => sealer.SealLast([])).Should().Throw<InvalidOperationException>();
    }

    [Fact]
    public void A_sealer_stops_when_it_is_disposed()
    {
        _sealer.Dispose();

        _sealer.Invoking(sealer => sealer.Seal([])).Should().Throw<InvalidOperationException>();
    }

    [Fact]
    public void A_sealer_refuses_more_than_a_chunk_holds() =>
        _sealer.Invoking(sealer => sealer.Seal(new byte[AnswerSealer.MaxChunkBytes + 1])).Should().Throw<ArgumentOutOfRangeException>();

    [Fact]
    public void A_sealer_outlives_its_request()
    {
        _request.Dispose();

        Open(_sealer.SealLast("a"u8)).Should().Equal(Samples.Utf8("a"));
    }

    [Fact]
    public void A_disposed_opener_opens_nothing()
    {
        _opener.Dispose();

        _opener.Invoking(opener => opener.TryOpen([], out _, out _)).Should().Throw<ObjectDisposedException>();
    }

    [Fact]
    public void No_number_is_used_twice_by_many_threads()
    {
        var numbers = new ConcurrentBag<uint>();

        Parallel.For(0, 1_000, _ => numbers.Add(BinaryPrimitives.ReadUInt32BigEndian(_sealer.Seal([]).AsSpan(1))));

        numbers.Order().Should().Equal(Enumerable.Range(0, 1_000).Select(i => (uint)i));
    }

    /// <summary>The same request with the same secrets each time.</summary>
    private (byte[] Message, AnswerOpener Answer) SealQuestion() =>
        Samples.Seal(_key.PublicKey, Samples.Terms, Samples.Utf8("question"), new CountingEntropy(7));

    private byte[] Open(byte[] chunk)
    {
        _opener.TryOpen(chunk, out var data, out var failure).Should().BeTrue("{0}", failure);
        return data!;
    }

    private SealingFailure WhyNot(byte[] chunk)
    {
        _opener.TryOpen(chunk, out var data, out var failure).Should().BeFalse();
        data.Should().BeNull();
        return failure;
    }
}
