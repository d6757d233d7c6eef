using Cocoon.Core.Crypto;
using Cocoon.Sealing;

namespace Cocoon.Fuzz.Tests.Targets;

/// <summary>A chunk of a sealed answer: the first of its answer, or the second. Only the one that is due is opened.</summary>
internal sealed class SealedAnswerTarget : FuzzTarget
{
    private readonly SealingKeyPair _key = SealingKeyPair.Create(new SystemEntropy());
    private readonly byte[] _first;
    private readonly byte[] _second;

    public SealedAnswerTarget()
    {
        var (message, answer) = Seal();
        answer.Dispose();
        SealedRequest.TryOpen(_key, SealedRequestTarget.Terms, message, out var request, out _).Should().BeTrue();
        using var sealer = request!.StartAnswer(new SystemEntropy());
        request.Dispose();
        _first = sealer.Seal("hel"u8);
        _second = sealer.SealLast("lo"u8);
    }

    public override IReadOnlyList<byte[]> Seeds => [_first, _second];

    /// <summary>Each input has an opener of its own, which is two key agreements.</summary>
    public override int Cost => 20;

    public override void Read(byte[] input)
    {
        using var fresh = Seal().Answer;
        fresh.TryOpen(input, out _, out var failure).Should().Be(input.AsSpan().SequenceEqual(_first));
        if (failure != SealingFailure.None) fresh.TryFinish(out _).Should().BeFalse($"{failure} is the last word, and so is it at the end");

        using var begun = Seal().Answer;
        begun.TryOpen(_first, out _, out _).Should().BeTrue();
        begun.TryOpen(input, out _, out _).Should().Be(input.AsSpan().SequenceEqual(_second));
    }

    public override bool IsRefusal(Exception exception) => false;

    public override void Dispose()
    {
        _key.Dispose();
        base.Dispose();
    }

    /// <summary>The same secrets each time, so that any opener fits the same answer.</summary>
    private (byte[] Message, AnswerOpener Answer) Seal()
    {
        SealedRequest.TrySeal(_key.PublicKey, SealedRequestTarget.Terms, "hello"u8, new NoEntropy(), out var message, out var answer, out _).Should().BeTrue();
        return (message!, answer!);
    }

    private sealed class NoEntropy : IEntropy
    {
        public void Fill(Span<byte> bytes) => bytes.Fill(7);
    }
}
