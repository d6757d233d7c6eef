using System.Text;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;

namespace Cocoon.Sealing.Tests;

internal static class Samples
{
    public static readonly HexBytes AppraisalHash = new([.. Enumerable.Range(0, 32).Select(i => (byte)i)]);

    public static readonly HexBytes WeightHash = new([.. Enumerable.Range(100, 32).Select(i => (byte)i)]);

    public static readonly PriceList Prices = new(new Nano(1), new Nano(2), new Nano(3), new Nano(4));

    public static readonly SealingTerms Terms = new(-3, AppraisalHash, Job(1), "cocoon-tiny", WeightHash, Prices);

    public static JobId Job(byte number) => JobId.New(DateTimeOffset.UnixEpoch, [0, 0, 0, 0, 0, 0, 0, 0, 0, number]);

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    public static (byte[] Message, AnswerOpener Answer) Seal(HexBytes key, SealingTerms terms, byte[] request, IEntropy? entropy = null)
    {
        SealedRequest.TrySeal(key, terms, request, entropy ?? new SystemEntropy(), out var message, out var answer, out var failure).Should().BeTrue("{0}", failure);
        return (message!, answer!);
    }

    public static OpenedRequest Open(SealingKeyPair key, SealingTerms terms, byte[] message)
    {
        SealedRequest.TryOpen(key, terms, message, out var opened, out var failure).Should().BeTrue("{0}", failure);
        return opened!;
    }

    public static SealingFailure WhyNotOpened(SealingKeyPair key, SealingTerms terms, byte[] message)
    {
        SealedRequest.TryOpen(key, terms, message, out var opened, out var failure).Should().BeFalse();
        opened.Should().BeNull();
        return failure;
    }
}
