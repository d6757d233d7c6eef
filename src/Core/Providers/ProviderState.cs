using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cocoon.Core.Accounts;
using Cocoon.Core.Jobs;
using Cocoon.Core.Reputation;
using Cocoon.Core.Trust;

namespace Cocoon.Core.Providers;

/// <summary>The market's digital twin of one provider; <see cref="Provider"/> has the transitions.</summary>
[GenerateSerializer, Immutable, Alias("cocoon.provider-state")]
public sealed record ProviderState
{
    /// <summary>The provider's wallet; unset until it registered.</summary>
    [Id(0)] public AccountAddress Id { get; init; }

    /// <summary>The machine's life: grows with each registration under a new enclave key, and when its trust ends.</summary>
    [Id(1)] public long Epoch { get; init; }

    [Id(2)] public Appraisal? Appraisal { get; init; }
    [Id(3)] public ImmutableSortedDictionary<string, Offer> Offers { get; init; } = ImmutableSortedDictionary.Create<string, Offer>(StringComparer.Ordinal);

    /// <summary>Slots in use. Not stored since ADR 0012; records of before have some, which count until they expire.</summary>
    [Id(4)] public ImmutableSortedDictionary<JobId, Lease> Leases { get; init; } = ImmutableSortedDictionary<JobId, Lease>.Empty;

    /// <summary>Takes no new leases; running ones finish. Ends with this life of the machine.</summary>
    [Id(5)] public bool Draining { get; init; }

    /// <summary>When it first registered; null in records of before.</summary>
    [Id(6), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public DateTimeOffset? JoinedAt { get; init; }

    /// <summary>The provider's terms by model; null for none.</summary>
    [Id(7), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public ImmutableSortedDictionary<string, OfferTerms>? Terms { get; init; }

    /// <summary>What the market knows of its work; null in records of before, and until it is first written down.</summary>
    [Id(8), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public Standings? Standings { get; init; }

    /// <summary>Whether it has dialled out and is reached through its edge grain. Default: false, a silo of its own.</summary>
    [Id(9), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public bool IsEdge { get; init; }

    /// <summary>Taken off the market by its owner, across new lives of the machine. Default: false.</summary>
    [Id(10), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public bool HasLeft { get; init; }

    /// <summary>What it delivered (<see cref="ProviderDays"/>), as it was when the record was last written; null before the first job.</summary>
    [Id(11), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public ImmutableList<ProviderDay>? Days { get; init; }

    /// <summary>Takes no new leases, as its owner asked, across new lives of the machine. Default: false.</summary>
    [Id(12), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public bool OwnerDraining { get; init; }

    /// <summary>What a later version stored and this one does not know; stored again as it came (docs/upgrades.md).</summary>
    [JsonExtensionData]
    [field: NonSerialized]
    public Dictionary<string, JsonElement>? Unknown { get; init; }

    public bool IsRegistered => Id.IsSet;

    /// <summary>Whether it may take new leases, as far as its owner, its machine and the market's operator go.</summary>
    [JsonIgnore]
    public bool TakesLeases => this is { Draining: false, OwnerDraining: false, HasLeft: false };

    /// <summary>The provider's terms for a model; null for none.</summary>
    public OfferTerms? TermsOf(string model) => Terms is not null && Terms.TryGetValue(model, out var terms) ? terms : null;

    /// <summary>Whether a model is on the market at this hour, as far as the schedule goes.</summary>
    public bool IsOpen(string model, DateTimeOffset now) => TermsOf(model)?.Schedule?.Contains(now) != false;

    internal ProviderState WithTerms(string model, OfferTerms? terms)
    {
        var all = Terms ?? ImmutableSortedDictionary.Create<string, OfferTerms>(StringComparer.Ordinal);
        all = terms is null ? all.Remove(model) : all.SetItem(model, terms);
        return this with { Terms = all.IsEmpty ? null : all };
    }

    /// <summary>Slots of a model in use at <paramref name="now"/>.</summary>
    public int InUse(string model, DateTimeOffset now) => Leases.Values.Count(lease => lease.Model == model && lease.Expires > now);
}
