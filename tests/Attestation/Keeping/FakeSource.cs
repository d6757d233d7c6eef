using Cocoon.Attestation.Collateral;

namespace Cocoon.Attestation.Tests.Keeping;

/// <summary>Has the documents that a test gives it.</summary>
internal sealed class FakeSource(string name = "fake") : ICollateralSource
{
    private readonly Dictionary<CollateralKey, byte[]> _bodies = [];

    public string Name => name;

    public List<CollateralKey> Asked { get; } = [];

    /// <summary>Fails instead of answering.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Answers only when this is done.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public void Put(CollateralKind kind, string id, ReadOnlyMemory<byte> body) => _bodies[new CollateralKey(kind, id)] = body.ToArray();

    public void Put(CollateralSnapshot all)
    {
        foreach (var item in all.Items) Put(item.Key.Kind, item.Key.Id, item.Body);
    }

    public void Remove(CollateralKind kind, string id) => _bodies.Remove(new CollateralKey(kind, id));

    public async Task<CollateralItem?> Get(CollateralNeed need, CancellationToken cancellationToken)
    {
        lock (Asked) Asked.Add(need.Key);
        await Gate;
        if (Failure is not null) throw Failure;
        return _bodies.TryGetValue(need.Key, out var body) ? new CollateralItem(need.Key, body) : null;
    }
}
