using Cocoon.Core.Crypto;
using Cocoon.Core.Receipts;
using Cocoon.Ton.Crypto;

namespace Cocoon.Client.Receipts;

/// <summary>Decides whether a receipt may be paid. Pure, but for the signature library.</summary>
internal sealed class ReceiptVerifier(IEd25519 ed25519)
{
    /// <exception cref="ReceiptMismatchException">Something differs; the message names it.</exception>
    public void Verify(SignedReceipt signed, byte[] salt, ReceiptExpectation expected)
    {
        Checked(() => VerifyContent(signed.Receipt, salt, expected));
        VerifySignatures(signed, expected.MarketKey);
    }

    /// <summary>For an answer whose end this client did not see, and so neither its exact count nor its salt.</summary>
    /// <exception cref="ReceiptMismatchException">Something cannot be; the message names it.</exception>
    public void Verify(SignedReceipt signed, UnseenExpectation expected)
    {
        Checked(() => VerifyContent(signed.Receipt, expected));
        VerifySignatures(signed, expected.MarketKey);
    }

    private static void VerifyContent(Receipt receipt, byte[] salt, ReceiptExpectation expected)
    {
        Require(receipt.Job.ToString() == expected.JobId, "it names another job.");
        Require(receipt.Channel == expected.Channel && receipt.Client == expected.Client, "it names another channel or client.");
        Require(receipt.Model == expected.Prompt.Model, "it names another model.");
        Require(!receipt.Tokens.AnyNegative && receipt.Prices.IsValid, "it has negative counts or prices.");
        Require(receipt.Tokens.Delivered == expected.TokensCounted, $"it counts {receipt.Tokens.Delivered} tokens, {expected.TokensCounted} arrived.");
        var promptTokens = checked(receipt.Tokens.Prompt + receipt.Tokens.CachedPrompt);
        if (expected.PromptTokens is { } exact) Require(promptTokens == exact, $"it counts {promptTokens} prompt tokens, the prompt has {exact}.");
        else Require(promptTokens <= expected.Prompt.TokenBound, $"it counts {promptTokens} prompt tokens, more than the prompt has bytes.");
        VerifyCharge(receipt, expected.MaxCharge);
        Require(salt.Length == Commitment.SaltBytes, "its salt is missing.");
        Require(receipt.PromptCommitment == expected.Prompt.Commit(salt), "it commits to another prompt.");
        Require(receipt.AnswerCommitment == expected.Answer.Commit(salt), "it commits to another answer.");
    }

    private static void VerifyContent(Receipt receipt, UnseenExpectation expected)
    {
        Require(receipt.Job.ToString() == expected.JobId, "it names another job.");
        Require(receipt.Channel == expected.Channel && receipt.Client == expected.Client, "it names another channel or client.");
        Require(receipt.Model == expected.Model, "it names another model.");
        Require(receipt.Prices == expected.Prices, "it names other prices than the lease.");
        Require(!receipt.Tokens.AnyNegative && receipt.Prices.IsValid, "it has negative counts or prices.");
        Require(checked(receipt.Tokens.Prompt + receipt.Tokens.CachedPrompt) <= expected.MaxPromptTokens, "it counts more prompt tokens than were asked for.");
        Require(receipt.Tokens.Delivered <= expected.MaxDelivered, $"it counts {receipt.Tokens.Delivered} tokens, at most {expected.MaxDelivered} can have been delivered.");
        VerifyCharge(receipt, expected.MaxCharge);
    }

    private static void VerifyCharge(Receipt receipt, Core.Money.Nano? maxCharge)
    {
        Require(receipt.HasFairShares, "its fee is above its charge, or its bonus above its fee.");
        Require(receipt.Charge == receipt.Prices.Charge(receipt.Tokens), "its charge does not follow from its counts and prices.");
        if (maxCharge is { } limit) Require(receipt.Charge <= limit, $"it charges {receipt.Charge}, above the limit of {limit}.");
    }

    private void VerifySignatures(SignedReceipt signed, HexBytes marketKey)
    {
        var hash = signed.Receipt.Hash().ToArray();
        Require(ed25519.Verify(signed.EnclaveKey.ToArray(), hash, signed.ProviderSignature.ToArray()), "the provider's signature is wrong.");
        Require(signed.MarketKey == marketKey, "it is countersigned with another key than the market's.");
        Require(ed25519.Verify(marketKey.ToArray(), hash, signed.MarketSignature.ToArray()), "the market's signature is wrong.");
    }

    private static void Checked(Action verify)
    {
        try
        {
            verify();
        }
        catch (OverflowException)
        {
            throw new ReceiptMismatchException("its numbers are too large to be true.");
        }
    }

    private static void Require(bool condition, string what)
    {
        if (!condition) throw new ReceiptMismatchException(what);
    }
}
