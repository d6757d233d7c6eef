using System.Collections.Immutable;
using Cocoon.Attestation.Evidence;
using Cocoon.Core.Accounts;
using Cocoon.Core.Audits;
using Cocoon.Core.Crypto;
using Cocoon.Core.Receipts;
using Cocoon.Grains.Audits;
using Cocoon.Inference;
using Cocoon.Sealing;
using Cocoon.Ton.Crypto;

namespace Cocoon.Grains.Inference;

/// <summary>
/// What a provider's machine holds in memory: its models, the key that signs receipts and the key that prompts are sealed to.
/// The keys are made at start and never leave the process; models come and go. Thread-safe.
/// </summary>
public sealed class Enclave(
    AccountAddress provider, SigningKey key, IRequestOpener sealing, HexBytes identityKey, IEd25519 ed25519, IEnumerable<IInferenceEngine> engines) : IAsyncDisposable
{
    private ImmutableDictionary<string, ServedModel> _models =
        engines.ToImmutableDictionary(engine => engine.Descriptor.ModelId, static engine => new ServedModel(engine), StringComparer.Ordinal);

    private readonly RunningJobs _running = new();

    private readonly SemaphoreSlim _audits = new(1);

    public AccountAddress Provider { get; } = provider;

    /// <summary>What was served lately and may be handed to an auditor.</summary>
    internal ServedRecords Served { get; } = new();

    /// <summary>Jobs that run now.</summary>
    public int Running => _running.Count;

    /// <summary>The public keys, which the machine's evidence vouches for.</summary>
    public EnclaveClaims Claims { get; } = new(new HexBytes(key.PublicKey.Span), sealing.PublicKey, identityKey);

    /// <summary>Models in memory now, in the order of their names.</summary>
    public IReadOnlyList<ServedModel> Models => [.. _models.Values.OrderBy(static model => model.Id, StringComparer.Ordinal)];

    /// <summary>A model that is in memory; null for any other.</summary>
    public ServedModel? Model(string id) => _models.GetValueOrDefault(id);

    /// <summary>Puts a model that was loaded beside the others.</summary>
    /// <exception cref="ArgumentException">There is one of that name.</exception>
    public void Add(ServedModel model)
    {
        if (!ImmutableInterlocked.TryAdd(ref _models, model.Id, model)) throw new ArgumentException($"The model '{model.Id}' is loaded already.", nameof(model));
    }

    /// <summary>Forgets a model. Who calls has withdrawn it and waited until nothing ran on it, and disposes of it.</summary>
    public void Remove(ServedModel model) => ImmutableInterlocked.Update(ref _models, static (models, gone) => models.Remove(gone.Id), model);

    /// <summary>Completes at the first moment at which no job runs.</summary>
    public Task WhenIdle() => _running.WhenIdle();

    /// <summary>Counts a job as running until what is returned is disposed.</summary>
    internal IDisposable Enter() => _running.Enter();

    /// <summary>Opens a request that was sealed to this enclave; null, and why, when it does not open.</summary>
    public IOpenedRequest? TryOpen(SealingTerms terms, ReadOnlySpan<byte> message, out SealingFailure failure) => sealing.TryOpen(terms, message, out failure);

    public ProviderReceipt Sign(Receipt receipt) =>
        new(receipt, Claims.ReceiptKey, new HexBytes(ed25519.Sign(key, receipt.Hash().ToArray())));

    /// <summary>This machine's word about what it served.</summary>
    internal SignedStatement Sign(AuditStatement statement) => new(statement, Claims.ReceiptKey, new HexBytes(ed25519.Sign(key, statement.Hash().ToArray())));

    /// <summary>This machine's word about what another served.</summary>
    internal SignedFinding Sign(AuditFinding finding) => new(finding, Claims.ReceiptKey, new HexBytes(ed25519.Sign(key, finding.Hash().ToArray())));

    /// <summary>Takes the one place for audits until what is returned is disposed; null while another audit runs here. Audits are not paid, so they take no more.</summary>
    internal IDisposable? TryEnterAudit() => _audits.Wait(0) ? new AuditPlace(_audits) : null;

    public async ValueTask DisposeAsync()
    {
        foreach (var model in _models.Values) await model.DisposeAsync();
        Served.Dispose();
        key.Dispose();
        sealing.Dispose();
        _audits.Dispose();
    }

    private sealed class AuditPlace(SemaphoreSlim places) : IDisposable
    {
        public void Dispose() => places.Release();
    }
}
