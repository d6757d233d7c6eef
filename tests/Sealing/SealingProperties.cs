using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using FsCheck;
using FsCheck.Fluent;

namespace Cocoon.Sealing.Tests;

public sealed class SealingProperties : IDisposable
{
    private const int Cases = 100;

    private static readonly Gen<byte[]> Bytes = from length in Gen.OneOf(Gen.Choose(0, 40), Gen.Choose(0, 2_000), Gen.Choose(60_000, 70_000))
                                                from start in Gen.Choose(0, 255)
                                                select Enumerable.Range(start, length).Select(i => (byte)i).ToArray();

    private static readonly Gen<SealingTerms> Terms = from network in Gen.Choose(int.MinValue, int.MaxValue)
                                                      from job in Gen.Choose(0, 255)
                                                      from model in Gen.Elements("m", "cocoon-tiny", "Ein Kätzchen 🐈", new string('m', 128))
                                                      from prices in Gen.Choose(0, int.MaxValue).ListOf(4)
                                                      select new SealingTerms(network, Samples.AppraisalHash, Samples.Job((byte)job), model, Samples.WeightHash, Prices([.. prices]));

    private readonly SealingKeyPair _key = SealingKeyPair.Create(new SystemEntropy());

    public void Dispose() => _key.Dispose();

    [Fact]
    public void Requests_and_answers_come_back_as_they_were()
    {
        var cases = from terms in Terms from request in Bytes from answer in Bytes.Where(bytes => bytes.Length <= AnswerSealer.MaxChunkBytes).NonEmptyListOf() select (terms, request, answer);

        Check(cases, x =>
        {
            var (message, opener) = Samples.Seal(_key.PublicKey, x.terms, x.request);
            using var opened = Samples.Open(_key, x.terms, message);
            using var sealer = opened.StartAnswer(new SystemEntropy());
            var chunks = x.answer.SkipLast(1).Select(data => sealer.Seal(data)).ToList();
            chunks.Add(sealer.SealLast(x.answer.Last()));
            var received = chunks.Select(chunk => opener.TryOpen(chunk, out var data, out _) ? data : null).ToList();
            opener.Dispose();
            return opened.Plaintext.Span.SequenceEqual(x.request) && opener.TryFinish(out _)
                && received.Zip(x.answer).All(pair => pair.First is not null && pair.First.AsSpan().SequenceEqual(pair.Second));
        });
    }

    [Fact]
    public void Different_terms_never_have_the_same_bytes()
    {
        var cases = from left in Terms from right in Terms select (left, right);

        Check(cases, x => x.left == x.right ==
            (x.left.Info().AsSpan().SequenceEqual(x.right.Info()) && x.left.AssociatedData().AsSpan().SequenceEqual(x.right.AssociatedData())));
    }

    [Fact]
    public void No_other_order_of_chunks_is_a_whole_answer()
    {
        var cases = from count in Gen.Choose(1, 5) from order in Gen.Choose(0, count - 1).ListOf() select (count, order: order.ToArray());

        Check(cases, x =>
        {
            var (message, opener) = Samples.Seal(_key.PublicKey, Samples.Terms, []);
            using var opened = Samples.Open(_key, Samples.Terms, message);
            using var sealer = opened.StartAnswer(new SystemEntropy());
            var chunks = Enumerable.Range(1, x.count).Select(number => number == x.count ? sealer.SealLast([]) : sealer.Seal([])).ToArray();
            var opens = x.order.All(index => opener.TryOpen(chunks[index], out _, out _));
            var isWhole = opener.TryFinish(out _) && opens;
            opener.Dispose();
            return isWhole == x.order.SequenceEqual(Enumerable.Range(0, x.count));
        });
    }

    [Fact]
    public void Noise_is_refused_and_never_thrown_about()
    {
        var cases = from head in Gen.Elements<byte[]>([], [1], [1, 4], [2], [1, 0, 0, 0, 0], [2, 0, 0, 0, 0])
                    from noise in Gen.Choose(0, 255).Select(i => (byte)i).ArrayOf()
                    from length in Gen.Choose(0, 400)
                    select (byte[])[.. head, .. noise, .. new byte[length]];

        Check(cases, noise =>
        {
            var (_, opener) = Samples.Seal(_key.PublicKey, Samples.Terms, []);
            var opens = opener.TryOpen(noise, out _, out var chunkFailure);
            opener.Dispose();
            return !opens && chunkFailure != SealingFailure.None && Samples.WhyNotOpened(_key, Samples.Terms, noise) != SealingFailure.None;
        });
    }

    private static PriceList Prices(int[] prices) => new(new Nano(prices[0]), new Nano(prices[1]), new Nano(prices[2]), new Nano(prices[3]));

    private static void Check<T>(Gen<T> cases, Func<T, bool> holds) => Prop.ForAll(Arb.From(cases), holds).Check(Config.QuickThrowOnFailure.WithMaxTest(Cases));
}
