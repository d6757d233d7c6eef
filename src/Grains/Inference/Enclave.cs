using System.Collections.Immutable;
using Cocoon.Attestation.Evidence;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Receipts;
using Cocoon.Inference;
using Cocoon.Sealing;
using Cocoon.Ton.Crypto;

namespace Cocoon.Grains.Inference;

/// <summary>
/// What a provider's machine holds in memory: its engines, the key that signs receipts and the key that prompts are sealed to.
/// The keys are made at start and never leave the process. Thread-safe.
/// </summary>
public sealed class Enclave(
    AccountAddress provider, SigningKey key, IRequestOpener sealing, HexBytes identityKey, IEd25519 ed25519, IEnumerable<IInferenceEngine> engines) : IAsyncDisposable
{
    private readonly ImmutableDictionary<string, IInferenceEngine> _engines =
        engines.ToImmutableDictionary(engine => engine.Descriptor.ModelId, StringComparer.Ordinal);

    public AccountAddress Provider { get; } = provider;

    /// <summary>The public keys, which the machine's evidence vouches for.</summary>
    public EnclaveClaims Claims { get; } = new(new HexBytes(key.PublicKey.Span), sealing.PublicKey, identityKey);

    public IEnumerable<IInferenceEngine> Engines => _engines.Values;

    public IInferenceEngine? Engine(string model) => _engines.GetValueOrDefault(model);

    /// <summary>Opens a request that was sealed to this enclave; null, and why, when it does not open.</summary>
    public IOpenedRequest? TryOpen(SealingTerms terms, ReadOnlySpan<byte> message, out SealingFailure failure) => sealing.TryOpen(terms, message, out failure);

    public ProviderReceipt Sign(Receipt receipt) =>
        new(receipt, Claims.ReceiptKey, new HexBytes(ed25519.Sign(key, receipt.Hash().ToArray())));

    public async ValueTask DisposeAsync()
    {
        foreach (var engine in _engines.Values) await engine.DisposeAsync();
        key.Dispose();
        sealing.Dispose();
    }
}
