using Cocoon.Attestation.Evidence;
using Cocoon.Core.Accounts;
using Cocoon.Ton.Crypto;
using Cocoon.Ton.Messages;
using Cocoon.Ton.Wallets;

namespace Cocoon.Attestation.Open;

/// <summary>Makes <see cref="OpenEvidence"/> with the key of the wallet that is paid. Thread-safe.</summary>
public sealed class OpenEvidenceMaker : IEvidenceMaker
{
    private readonly StateInit _wallet;
    private readonly SigningKey _key;
    private readonly IEpochSource _epochs;
    private readonly IEd25519 _ed25519;

    /// <param name="wallet">The wallet; one of the standard ones (V3R2, V4R2, V5R1) of this key, with its usual number.</param>
    /// <param name="key">Its key.</param>
    /// <param name="networkId">TON network.</param>
    /// <param name="epochs">Blocks to bind to; <see cref="NoEpochs"/> binds to none.</param>
    /// <param name="ed25519">Signs.</param>
    /// <exception cref="ArgumentException">The key is another wallet's.</exception>
    public OpenEvidenceMaker(AccountAddress wallet, SigningKey key, int networkId, IEpochSource epochs, IEd25519 ed25519)
    {
        IWallet[] known = [new WalletV5R1(key.PublicKey.Span, networkId), new WalletV4R2(key.PublicKey.Span), new WalletV3R2(key.PublicKey.Span)];
        _wallet = known.FirstOrDefault(own => own.Address == wallet)?.Init
            ?? throw new ArgumentException($"The key is not that of wallet {wallet.Raw}. It commands {string.Join(", ", known.Select(static own => $"{own.Address.Raw} ({own.GetType().Name})"))}: set one of these, or give that wallet's key.", nameof(key));
        (_key, _epochs, _ed25519) = (key, epochs, ed25519);
    }

    public async Task<EvidenceBundle> Make(EvidenceRequest request, CancellationToken cancellationToken = default)
    {
        var epoch = _epochs is NoEpochs ? null : await _epochs.Latest(cancellationToken);
        var binding = new ReportBinding(request.Claims, request.NetworkId, request.Provider, epoch?.RootHash ?? default, request.Nonce);
        return new EvidenceBundle(request.Claims, epoch?.Seqno ?? 0, request.Nonce, OpenEvidence.Create(binding, _wallet, _key, _ed25519), []);
    }
}
