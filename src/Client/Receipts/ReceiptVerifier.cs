using System.Text;
using Cocoon.Core.Crypto;
using Cocoon.Core.Receipts;
using Cocoon.Ton.Crypto;

namespace Cocoon.Client.Receipts;

/// <summary>Decides whether a receipt may be paid. Pure, but for the signature library.</summary>
internal sealed class ReceiptVerifier(IEd25519 ed25519)
{
    /// <summary>What a chat template may add to each message and to the whole, in tokens.</summary>
    private const int TemplateTokens = 16;

    /// <exception cref="ReceiptMismatchException">Something differs; the message names it.</exception>
    public void Verify(SignedReceipt signed, byte[] salt, ReceiptExpectation expected)
    {
        try
        {
            VerifyContent(signed.Receipt, salt, expected);
        }
        catch (OverflowException)
        {
            throw new ReceiptMismatchException("its numbers are too large to be true.");
        }
        VerifySignatures(signed, expected.MarketKey);
    }

    private static void VerifyContent(Receipt receipt, byte[] salt, ReceiptExpectation expected)
    {
        Require(receipt.Job.ToString() == expected.JobId, "it names another job.");
        Require(receipt.Channel == expected.Channel && receipt.Client == expected.Client, "it names another channel or client.");
        Require(receipt.Model == expected.Request.Model, "it names another model.");
        Require(!receipt.Tokens.AnyNegative && receipt.Prices.IsValid, "it has negative counts or prices.");
        Require(receipt.Tokens.Delivered == expected.TokensCounted, $"it counts {receipt.Tokens.Delivered} tokens, {expected.TokensCounted} arrived.");
        var promptTokens = checked(receipt.Tokens.Prompt + receipt.Tokens.CachedPrompt);
        if (expected.PromptTokens is { } exact) Require(promptTokens == exact, $"it counts {promptTokens} prompt tokens, the prompt has {exact}.");
        else Require(promptTokens <= PromptBound(expected.Request), $"it counts {promptTokens} prompt tokens, more than the prompt has bytes.");
        Require(receipt.Charge == receipt.Prices.Charge(receipt.Tokens), "its charge does not follow from its counts and prices.");
        if (expected.MaxCharge is { } limit) Require(receipt.Charge <= limit, $"it charges {receipt.Charge}, above the limit of {limit}.");
        Require(salt.Length == Commitment.SaltBytes, "its salt is missing.");
        Require(receipt.PromptCommitment == Commitment.OfPrompt(salt, expected.Request.Turns.Select(turn => (Role(turn.Role), turn.Content))), "it commits to another prompt.");
        Require(receipt.AnswerCommitment == Commitment.OfAnswer(salt, expected.Answer), "it commits to another answer.");
    }

    private void VerifySignatures(SignedReceipt signed, HexBytes marketKey)
    {
        var hash = signed.Receipt.Hash().ToArray();
        Require(ed25519.Verify(signed.EnclaveKey.ToArray(), hash, signed.ProviderSignature.ToArray()), "the provider's signature is wrong.");
        Require(signed.MarketKey == marketKey, "it is countersigned with another key than the market's.");
        Require(ed25519.Verify(marketKey.ToArray(), hash, signed.MarketSignature.ToArray()), "the market's signature is wrong.");
    }

    /// <summary>More tokens than any byte-level tokenizer makes of a request.</summary>
    internal static int PromptBound(ChatRequest request) =>
        request.Turns.Sum(turn => Encoding.UTF8.GetByteCount(turn.Content) + TemplateTokens) + TemplateTokens;

    /// <summary>The API treats "developer" as "system", and so does the commitment.</summary>
    private static string Role(string role) => role == "developer" ? "system" : role;

    private static void Require(bool condition, string what)
    {
        if (!condition) throw new ReceiptMismatchException(what);
    }
}
