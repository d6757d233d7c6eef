using System.ComponentModel.DataAnnotations;
using Cocoon.Attestation.Evidence;
using Cocoon.Core.Crypto;
using Cocoon.RaTls.Certificates;

namespace Cocoon.RaTls.Identity;

/// <summary>Who this machine is to its peers.</summary>
public sealed class RaTlsIdentityOptions
{
    public static readonly TimeSpan ShortestLife = TimeSpan.FromMinutes(1);
    public static readonly TimeSpan LongestLife = TimeSpan.FromHours(1);

    /// <summary>TON network the evidence is bound to. Required.</summary>
    public required int NetworkId { get; init; }

    /// <summary>Role and wallet. Required.</summary>
    public required PeerIdentity Identity { get; init; }

    /// <summary>Ed25519 key that signs receipts. Default: 32 zero bytes, for machines that sign none.</summary>
    public HexBytes ReceiptKey { get; init; } = new(new byte[32]);

    /// <summary>P-256 key that prompts are sealed to. Default: no point of the curve, for machines that open none.</summary>
    public HexBytes SealingKey { get; init; } = new([4, .. new byte[64]]);

    /// <summary>
    /// Life of a certificate, from one minute to an hour; key and evidence are made anew at half of it. Shorter shows fresher
    /// evidence and costs a quote more often. A new peer refuses evidence older than its policy's maximum age, so this is at
    /// most that age. Default: 10 minutes.
    /// </summary>
    public TimeSpan CertificateLife { get; init; } = TimeSpan.FromMinutes(10);

    /// <exception cref="ValidationException">A value is out of range; the message says which and what is allowed.</exception>
    public void Validate()
    {
        if (CertificateLife < ShortestLife || CertificateLife > LongestLife)
            throw new ValidationException($"{nameof(CertificateLife)} is {CertificateLife}; it must lie between {ShortestLife} and {LongestLife}.");
        if (!Identity.Wallet.IsSet) throw new ValidationException($"{nameof(Identity)} names no wallet. Evidence is bound to a wallet: set the one this machine works for.");
        if (EnclaveClaims.TryDecode(new EnclaveClaims(ReceiptKey, SealingKey, new HexBytes(new byte[32])).Encode()) is null)
            throw new ValidationException($"{nameof(ReceiptKey)} must have 32 bytes, {nameof(SealingKey)} 65 bytes that start with 4.");
    }
}
