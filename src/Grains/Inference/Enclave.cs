using System.Collections.Immutable;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Receipts;
using Cocoon.Inference;
using Cocoon.Ton.Crypto;

namespace Cocoon.Grains.Inference;

/// <summary>
/// What a provider's machine holds in memory: its engines and the key that signs receipts. The key is made at start and
/// never leaves the process. Thread-safe.
/// </summary>
public sealed class Enclave(AccountAddress provider, SigningKey key, IEd25519 ed25519, IEnumerable<IInferenceEngine> engines) : IAsyncDisposable
{
    private readonly ImmutableDictionary<string, IInferenceEngine> _engines =
        engines.ToImmutableDictionary(engine => engine.Descriptor.ModelId, StringComparer.Ordinal);

    public AccountAddress Provider { get; } = provider;

    public HexBytes PublicKey { get; } = new(key.PublicKey.Span);

    public IEnumerable<IInferenceEngine> Engines => _engines.Values;

    public IInferenceEngine? Engine(string model) => _engines.GetValueOrDefault(model);

    public ProviderReceipt Sign(Receipt receipt) =>
        new(receipt, PublicKey, new HexBytes(ed25519.Sign(key, receipt.Hash().ToArray())));

    public async ValueTask DisposeAsync()
    {
        foreach (var engine in _engines.Values) await engine.DisposeAsync();
        key.Dispose();
    }
}
