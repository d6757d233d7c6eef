using System.Text;
using Cocoon.Client;
using Cocoon.Client.Http;
using Cocoon.Client.Receipts;
using Cocoon.Client.Sealed;
using Cocoon.Core.Receipts;
using Cocoon.Ton.Crypto;

namespace Cocoon.Fuzz.Tests.Targets;

/// <summary>The last event of a streamed answer, and the check of the receipt in it.</summary>
internal sealed class AnswerEventTarget : JsonTarget
{
    private readonly ReceiptVerifier _verifier = new(Ed25519.Default);

    protected override IEnumerable<string> Documents =>
    [
        $$$"""{"sealed":"{{{SealedSamples.Chunks.Last}}}","tokens":0,"outcome":{"finish_reason":"stop","charge_nano":32,"charged_nano":32,"receipt":{{{ReceiptSamples.Signed}}},"voucher":"taken"}}""",
    ];

    public override void Read(byte[] input)
    {
        using var opener = SealedSamples.Opener();
        var answer = new SealedReader(opener);
        answer.Take(PartReader.Read($$"""{"sealed":"{{SealedSamples.Chunks.First}}","tokens":1}"""));
        answer.Take(PartReader.Read(Encoding.UTF8.GetString(input)));
        if (answer.Receipt is { } receipt) Verify(answer, receipt);
    }

    public override bool IsRefusal(Exception exception) => exception is CocoonException;

    private void Verify(SealedReader answer, SignedReceipt receipt)
    {
        try
        {
            _verifier.Verify(receipt, answer.Salt, Expect(answer, receipt));
        }
        catch (ReceiptMismatchException)
        {
            // As documented; even the seed's receipt commits to another prompt.
        }
    }

    /// <summary>All that the receipt says, so that the checks after the first are met too.</summary>
    private static ReceiptExpectation Expect(SealedReader answer, SignedReceipt signed) => new(
        signed.Receipt.Job.ToString(), signed.Receipt.Channel, signed.Receipt.Client, signed.MarketKey, SentPrompt.Of(new ChatRequest(signed.Receipt.Model, [new ChatTurn("user", new string('x', 1_000))]), [], []),
        answer.Answer, unchecked((int)(signed.Receipt.Tokens.Completion + signed.Receipt.Tokens.Reasoning)), null, null);
}
