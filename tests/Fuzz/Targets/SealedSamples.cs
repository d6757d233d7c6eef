using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Sealing;

namespace Cocoon.Fuzz.Tests.Targets;

/// <summary>One sealed answer, "Hi" and its end, and as many readers of it as are wanted.</summary>
internal static class SealedSamples
{
    private static readonly SealingKeyPair Key = SealingKeyPair.Create(new Same());
    private static readonly SealingTerms Terms = new(-3, new HexBytes(new byte[32]), JobId.New(DateTimeOffset.UnixEpoch, new byte[10]), "model", new HexBytes(new byte[32]), new PriceList(Nano.Zero, Nano.Zero, Nano.Zero, Nano.Zero));

    /// <summary>The first chunk and the last, in base64.</summary>
    public static (string First, string Last) Chunks { get; } = Seal();

    public static AnswerOpener Opener() => Request().Opener;

    private static (string, string) Seal()
    {
        SealedRequest.TryOpen(Key, Terms, Request().Message, out var opened, out _);
        using var answer = opened!.StartAnswer(new Same());
        return (Convert.ToBase64String(answer.Seal(new AnswerToken(1, "Hi", null).Encode())), Convert.ToBase64String(answer.SealLast(new byte[32])));
    }

    private static (byte[] Message, AnswerOpener Opener) Request() =>
        SealedRequest.TrySeal(Key.PublicKey, Terms, [], new Same(), out var message, out var opener, out var failure) ? (message, opener) : throw new InvalidOperationException(failure.ToString());

    /// <summary>Always the same keys, so that every reader can open the one answer.</summary>
    private sealed class Same : IEntropy
    {
        public void Fill(Span<byte> buffer) => buffer.Fill(7);
    }
}
