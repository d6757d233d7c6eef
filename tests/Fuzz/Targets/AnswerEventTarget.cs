using System.Text;
using Cocoon.Client;
using Cocoon.Client.Http;
using Cocoon.Client.Receipts;
using Cocoon.Core.Receipts;
using Cocoon.Ton.Crypto;

namespace Cocoon.Fuzz.Tests.Targets;

/// <summary>One event of a streamed answer, and the check of the receipt in it.</summary>
internal sealed class AnswerEventTarget : JsonTarget
{
    private readonly ReceiptVerifier _verifier = new(Ed25519.Default);

    protected override IEnumerable<string> Documents =>
    [
        """{"id":"a","choices":[{"index":0,"delta":{"content":"Hi"},"finish_reason":null}],"cocoon":{"token_ids":[1,2]}}""",
        $$$"""{"choices":[],"cocoon":{"job_id":"01KDYAK3SE040G2081040G2081","tier":"cc-gpu","receipt":{{{ReceiptSamples.Signed}}},"salt":"{{{new string('a', 64)}}}"}}""",
    ];

    public override void Read(byte[] input)
    {
        var answer = new ChatReader();
        answer.Take(Encoding.UTF8.GetString(input));
        if (answer.Receipt is { } receipt) Verify(answer, receipt);
    }

    public override bool IsRefusal(Exception exception) => exception is CocoonException;

    private void Verify(ChatReader answer, SignedReceipt receipt)
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
    private static ReceiptExpectation Expect(ChatReader answer, SignedReceipt signed) => new(
        answer.JobId, signed.Receipt.Channel, signed.Receipt.Client, signed.MarketKey, new ChatRequest(signed.Receipt.Model, [new ChatTurn("user", new string('x', 1_000))]),
        answer.Text, unchecked((int)(signed.Receipt.Tokens.Completion + signed.Receipt.Tokens.Reasoning)), null, null);
}
