using System.Collections.Immutable;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Ton.Client;
using Cocoon.Ton.Registry;

namespace Cocoon.Attestation.Ton.Tests;

/// <summary>A registry as a test sets it.</summary>
internal sealed class FakeRegistry : IRegistryReader
{
    private int _calls;

    public static RegistryParameters Parameters { get; } = new(new Nano(1), new Nano(1), 8, 600, 100, 60, 100, 3);

    public int NetworkId { get; set; } = -3;

    public int ChainNetworkId { get; set; } = -3;

    public ImmutableDictionary<HexBytes, ListedMeasurement> Measurements { get; set; } = ImmutableDictionary<HexBytes, ListedMeasurement>.Empty;

    public bool IsDown { get; set; }

    public Task Gate { get; set; } = Task.CompletedTask;

    public int Calls => Volatile.Read(ref _calls);

    public async Task<RegistryReading> Read(CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _calls);
        await Gate;
        if (IsDown) throw new TonClientException(TonFailure.Unavailable, "The node is gone.");
        var owner = AccountAddress.From(0, new byte[32]);
        return new RegistryReading(
            new RegistryOnChain(
                1, owner, 100, new HexBytes(new byte[32]), NetworkId, 3600, Parameters, Measurements,
                ImmutableDictionary<HexBytes, ListedModel>.Empty, ImmutableSortedDictionary<ushort, AccountAddress>.Empty, ImmutableDictionary<HexBytes, uint>.Empty),
            ChainNetworkId);
    }
}
