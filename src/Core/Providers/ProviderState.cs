using System.Collections.Immutable;
using Cocoon.Core.Accounts;
using Cocoon.Core.Jobs;
using Cocoon.Core.Trust;

namespace Cocoon.Core.Providers;

/// <summary>The market's digital twin of one provider; <see cref="Provider"/> has the transitions.</summary>
[GenerateSerializer, Immutable, Alias("cocoon.provider-state")]
public sealed record ProviderState
{
    /// <summary>The provider's wallet; unset until it registered.</summary>
    [Id(0)] public AccountAddress Id { get; init; }

    /// <summary>The machine's life: grows with each registration under a new enclave key.</summary>
    [Id(1)] public long Epoch { get; init; }

    [Id(2)] public Appraisal? Appraisal { get; init; }
    [Id(3)] public ImmutableSortedDictionary<string, Offer> Offers { get; init; } = ImmutableSortedDictionary.Create<string, Offer>(StringComparer.Ordinal);
    [Id(4)] public ImmutableSortedDictionary<JobId, Lease> Leases { get; init; } = ImmutableSortedDictionary<JobId, Lease>.Empty;

    /// <summary>Takes no new leases; running ones finish.</summary>
    [Id(5)] public bool Draining { get; init; }

    public bool IsRegistered => Id.IsSet;

    /// <summary>Slots of a model in use at <paramref name="now"/>.</summary>
    public int InUse(string model, DateTimeOffset now) => Leases.Values.Count(lease => lease.Model == model && lease.Expires > now);
}
