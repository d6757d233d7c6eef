using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Fuzz.Tests.Inputs;
using Cocoon.Sealing;

namespace Cocoon.Fuzz.Tests.Targets;

/// <summary>A request sealed to an enclave, and the padded block inside. Only what the client sealed is opened.</summary>
internal sealed class SealedRequestTarget : FuzzTarget
{
    internal static readonly SealingTerms Terms = new(
        -3, new HexBytes(new byte[32]), JobId.New(DateTimeOffset.UnixEpoch, new byte[10]), "cocoon-tiny", new HexBytes(new byte[32]), new PriceList(Nano.Zero, Nano.Zero, Nano.Zero, Nano.Zero));

    private readonly SealingKeyPair _key = SealingKeyPair.Create(new SystemEntropy());
    private readonly byte[] _message;
    private readonly byte[] _block = new byte[256];

    public SealedRequestTarget()
    {
        SealedRequest.TrySeal(_key.PublicKey, Terms, "hello"u8, new SystemEntropy(), out var message, out var answer, out _).Should().BeTrue();
        answer!.Dispose();
        _message = message!;
        LengthBuckets.Write("hello"u8, _block);
    }

    public override IReadOnlyList<byte[]> Seeds => [_message];

    /// <summary>One that has the right form costs a key agreement.</summary>
    public override int Cost => 4;

    public override void Read(byte[] input)
    {
        if (input.Length == _block.Length)
        {
            if (LengthBuckets.Requests.TryRead(input, out var data)) input[data].Length.Should().BeLessThanOrEqualTo(252);
            return;
        }
        var opens = SealedRequest.TryOpen(_key, Terms, input, out var request, out var failure);
        opens.Should().Be(input.AsSpan().SequenceEqual(_message));
        (failure == SealingFailure.None).Should().Be(opens);
        request?.Dispose();
    }

    public override bool IsRefusal(Exception exception) => false;

    public override byte[] Next(InputSource source) => source.Random.Next(4) == 0 ? source.Next([_block]) : base.Next(source);

    public override void Dispose()
    {
        _key.Dispose();
        base.Dispose();
    }
}
