using Cocoon.Core.Crypto;
using Cocoon.Core.Receipts;
using Cocoon.Ton.Client;
using Cocoon.Ton.Crypto;
using Cocoon.Ton.Vaults;

namespace Cocoon.Client.Receipts;

/// <summary>
/// Checks a receipt file as a third party would: nothing is asked of the market, only of arithmetic, signatures, and, if
/// given, a TON node. Thread-safe.
/// </summary>
public sealed class ReceiptFileVerifier(IEd25519 ed25519)
{
    private const int PageSize = 100;
    private const int SearchDepth = 10_000;

    /// <summary>What the file itself proves.</summary>
    /// <param name="file">The file.</param>
    /// <param name="marketKey">The market's key, from a source other than this file; null when it is not known.</param>
    public IReadOnlyList<ReceiptFinding> Offline(ReceiptFile file, HexBytes? marketKey)
    {
        var (signed, receipt) = (file.Receipt, file.Receipt.Receipt);
        var hash = receipt.Hash();
        return
        [
            Charge(receipt),
            Shares(receipt),
            new("provider's signature", Verify(signed.EnclaveKey, hash, signed.ProviderSignature), $"enclave key {signed.EnclaveKey}"),
            new("market's signature", Verify(signed.MarketKey, hash, signed.MarketSignature), $"market key {signed.MarketKey}"),
            marketKey is { } known
                ? new("market's key", known == signed.MarketKey, "the one you named")
                : new("market's key", null, "name it with --market-key to be sure that it is your market's"),
            file.Proof is { } proof
                ? new("Merkle proof", proof.Proves(hash), $"receipt {proof.Index + 1} of {proof.Count} under root {proof.Root}")
                : new("Merkle proof", null, "not in the file: its batch was not on chain yet"),
        ];
    }

    private static ReceiptFinding Charge(Receipt receipt)
    {
        try
        {
            var (tokens, holds) = (receipt.Tokens, receipt.Prices.IsValid && !receipt.Tokens.AnyNegative && receipt.Prices.Charge(receipt.Tokens) == receipt.Charge);
            return new ReceiptFinding("charge", holds, $"{receipt.Charge} for {tokens.Prompt + tokens.CachedPrompt} prompt and {tokens.Delivered} delivered tokens");
        }
        catch (OverflowException)
        {
            return new ReceiptFinding("charge", false, "its numbers are too large to be true");
        }
    }

    private static ReceiptFinding Shares(Receipt receipt) => receipt.HasFairShares && !receipt.Charge.IsNegative
        ? new ReceiptFinding("shares", true, $"provider {receipt.ProviderPay}{(receipt.BonusBps > 0 ? $" + bonus {receipt.Bonus} out of the fee" : "")}, market's fee {receipt.Fee}")
        : new ReceiptFinding("shares", false, $"a fee of {receipt.FeeBps} and a bonus of {receipt.BonusBps} basis points");

    /// <summary>Whether the chain has the root: the vault took the batch in the transaction that the proof names.</summary>
    /// <exception cref="TonClientException">The node did not answer.</exception>
    public static async Task<ReceiptFinding> OnChain(ReceiptProof proof, ITonClient chain, CancellationToken cancellationToken)
    {
        TransactionId? from = null;
        for (var seen = 0; seen < SearchDepth;)
        {
            var page = await chain.GetTransactionsAsync(proof.Vault, from, PageSize, toLt: 0, cancellationToken);
            if (page.FirstOrDefault(transaction => transaction.Hash == proof.Transaction) is { } found) return Compare(proof, found);
            if (page.Count == 0 || page[^1].Previous is not { } previous) break;
            (seen, from) = (seen + page.Count, previous);
        }
        return new ReceiptFinding("root on chain", false, $"vault {proof.Vault} has no transaction {proof.Transaction}");
    }

    private static ReceiptFinding Compare(ReceiptProof proof, TonTransaction transaction)
    {
        var roots = transaction is { ComputeSucceeded: true, ActionsSucceeded: true, In: { IsExternal: true } message } ? VaultContract.BatchRoots(message.Body) : null;
        var holds = roots?.ReceiptRoot == proof.Root;
        return new ReceiptFinding("root on chain", holds, holds
            ? $"batch {proof.Batch} of vault {proof.Vault}, taken {DateTimeOffset.FromUnixTimeSeconds(transaction.Time):u}"
            : $"transaction {proof.Transaction} carries {(roots is null ? "no batch" : $"root {roots.ReceiptRoot}")}");
    }

    private bool Verify(HexBytes key, HexBytes hash, HexBytes signature) => ed25519.Verify(key.ToArray(), hash.ToArray(), signature.ToArray());
}
