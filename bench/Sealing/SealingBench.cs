using Cocoon.Bench.Harness;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Sealing;

namespace Cocoon.Bench.Sealing;

/// <summary>What sealing adds to a job: once for its request, and again for each chunk of its answer. On one core.</summary>
internal static class SealingBench
{
    private const int ChunksOfAnAnswer = 1_000;

    private static readonly SealingTerms Terms = new(
        -3, new HexBytes(new byte[32]), JobId.New(DateTimeOffset.UnixEpoch, new byte[10]), "cocoon-tiny", new HexBytes(new byte[32]), new PriceList(Nano.Zero, Nano.Zero, new Nano(1), new Nano(1)));

    public static void Run(Runner runner)
    {
        ArgumentNullException.ThrowIfNull(runner);
        using var key = SealingKeyPair.Create(new SystemEntropy());
        runner.Begin("Sealed requests");
        runner.Measure("sealing keys made", () =>
        {
            using var fresh = SealingKeyPair.Create(new SystemEntropy());
            return fresh.PublicKey;
        });
        foreach (var (name, length) in ((string, int)[])[("1 KB", 1_000), ("64 KB", 64_000)])
        {
            var request = new byte[length];
            var message = Seal(key, request);
            runner.Measure($"request of {name}, sealed", () => Seal(key, request));
            runner.Measure($"request of {name}, opened", () => Open(key, message));
            runner.Measure($"request of {name}, sealed and opened", () => Open(key, Seal(key, request)));
        }
        runner.Begin("Sealed answers");
        Answers(runner, key);
    }

    private static void Answers(Runner runner, SealingKeyPair key)
    {
        var (message, answer) = SealWithAnswer(key, []);
        answer.Dispose();
        if (!SealedRequest.TryOpen(key, Terms, message, out var request, out var failure)) throw new BenchException(failure.Explain());
        using (request)
        {
            foreach (var length in (int[])[8, 200])
            {
                var data = new byte[length];
                runner.Measure($"chunks of {length} bytes, sealed", () => SealAnswer(request, data), ChunksOfAnAnswer);
                var chunks = SealAnswer(request, data);
                runner.Measure($"chunks of {length} bytes, opened", () => OpenAnswer(key, chunks), ChunksOfAnAnswer);
            }
        }
    }

    private static byte[] Seal(SealingKeyPair key, byte[] request)
    {
        var (message, answer) = SealWithAnswer(key, request);
        answer.Dispose();
        return message;
    }

    private static int Open(SealingKeyPair key, byte[] message)
    {
        if (!SealedRequest.TryOpen(key, Terms, message, out var request, out var failure)) throw new BenchException(failure.Explain());
        using (request) return request.Plaintext.Length;
    }

    /// <summary>A key for the answer, and its chunks under it.</summary>
    private static byte[][] SealAnswer(OpenedRequest request, byte[] data)
    {
        using var sealer = request.StartAnswer(new SystemEntropy());
        var chunks = new byte[ChunksOfAnAnswer][];
        for (var i = 0; i < chunks.Length - 1; i++) chunks[i] = sealer.Seal(data);
        chunks[^1] = sealer.SealLast(data);
        return chunks;
    }

    /// <summary>The client's part again, which one key agreement makes a little dearer than the chunks alone.</summary>
    private static long OpenAnswer(SealingKeyPair key, byte[][] chunks)
    {
        using var answer = SealWithAnswer(key, []).Answer;
        foreach (var chunk in chunks)
            if (!answer.TryOpen(chunk, out _, out var failure)) throw new BenchException(failure.Explain());
        return answer.Count;
    }

    private static (byte[] Message, AnswerOpener Answer) SealWithAnswer(SealingKeyPair key, byte[] request) =>
        SealedRequest.TrySeal(key.PublicKey, Terms, request, new SameEntropy(), out var message, out var answer, out var failure)
            ? (message, answer) : throw new BenchException(failure.Explain());

    /// <summary>Gives every request the same secrets, so that one answer can be opened many times. For nothing but measuring.</summary>
    private sealed class SameEntropy : IEntropy
    {
        public void Fill(Span<byte> bytes) => bytes.Fill(7);
    }
}
