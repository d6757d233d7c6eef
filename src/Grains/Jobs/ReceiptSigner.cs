using Cocoon.Core.Crypto;
using Cocoon.Core.Receipts;
using Cocoon.Ton.Crypto;

namespace Cocoon.Grains.Jobs;

/// <summary>The market's side of a receipt: checks the enclave's signature and adds its own. Thread-safe.</summary>
public sealed class ReceiptSigner(SigningKey marketKey, IEd25519 ed25519)
{
    public bool IsFromEnclave(ProviderReceipt receipt) =>
        ed25519.Verify(receipt.EnclaveKey.ToArray(), receipt.Receipt.Hash().ToArray(), receipt.ProviderSignature.ToArray());

    public SignedReceipt Countersign(ProviderReceipt receipt)
    {
        var signature = ed25519.Sign(marketKey, receipt.Receipt.Hash().ToArray());
        return new SignedReceipt(receipt.Receipt, receipt.EnclaveKey, receipt.ProviderSignature,
            new HexBytes(marketKey.PublicKey.Span), new HexBytes(signature));
    }
}
