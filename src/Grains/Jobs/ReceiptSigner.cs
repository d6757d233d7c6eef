using System.Security.Cryptography;
using System.Text.Json;
using Cocoon.Core.Audits;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Receipts;
using Cocoon.Ton.Crypto;

namespace Cocoon.Grains.Jobs;

/// <summary>
/// The market's side of a receipt: checks the enclave's signature and adds its own, and seals the orders that come back with
/// receipts. Thread-safe.
/// </summary>
public sealed class ReceiptSigner(SigningKey marketKey, IEd25519 ed25519)
{
    /// <summary>
    /// The same on every silo and known to none but the market: Ed25519 signatures are deterministic (RFC 8032, 5.1.6), and
    /// this one is never shown to anybody.
    /// </summary>
    private readonly byte[] _sealKey = SHA256.HashData(ed25519.Sign(marketKey, "cocoon.job-order.v1"u8));

    /// <summary>Likewise, under another label.</summary>
    private readonly byte[] _auditKey = SHA256.HashData(ed25519.Sign(marketKey, "cocoon.audit-lottery.v1"u8));

    /// <summary>Whether a job is drawn for an audit: the same on every silo, and unknown to anybody else (<see cref="AuditLottery"/>).</summary>
    public bool IsAudited(JobId job, int auditBps) => AuditLottery.IsDrawn(_auditKey, job, auditBps);

    public bool IsFromEnclave(ProviderReceipt receipt) =>
        ed25519.Verify(receipt.EnclaveKey.ToArray(), receipt.Receipt.Hash().ToArray(), receipt.ProviderSignature.ToArray());

    public SignedReceipt Countersign(ProviderReceipt receipt)
    {
        var signature = ed25519.Sign(marketKey, receipt.Receipt.Hash().ToArray());
        return new SignedReceipt(receipt.Receipt, receipt.EnclaveKey, receipt.ProviderSignature,
            new HexBytes(marketKey.PublicKey.Span), new HexBytes(signature));
    }

    /// <summary>Adds the market's HMAC-SHA256 over all else in the order.</summary>
    public JobOrder Seal(JobOrder order) => order with { Seal = new HexBytes(Tag(order)) };

    /// <summary>Whether an order is as the market sealed it.</summary>
    public bool IsSealed(JobOrder order) => CryptographicOperations.FixedTimeEquals(order.Seal.ToArray(), Tag(order));

    private byte[] Tag(JobOrder order) => HMACSHA256.HashData(_sealKey, JsonSerializer.SerializeToUtf8Bytes(order with { Seal = default }));
}
