using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cocoon.Core.Jobs;
using Cocoon.Core.Money;

namespace Cocoon.Core.Accounts;

/// <summary>What a key with a limit has spent today and may be spending now; <see cref="KeyBudget"/> has the transitions.</summary>
[GenerateSerializer, Immutable, Alias("cocoon.key-budget")]
public sealed record KeyBudgetState
{
    /// <summary>The UTC day of <see cref="Spent"/>, as <see cref="DateOnly.DayNumber"/>.</summary>
    [Id(0)] public int Day { get; init; }

    /// <summary>Charges of jobs that were reserved for on that day.</summary>
    [Id(1)] public Nano Spent { get; init; }

    [Id(2)] public ImmutableSortedDictionary<JobId, KeyReservation> Reserved { get; init; } = ImmutableSortedDictionary<JobId, KeyReservation>.Empty;

    /// <summary>Sum of the reservations of <see cref="Day"/>.</summary>
    [Id(3)] public Nano Held { get; init; }

    /// <summary>What a later version stored and this one does not know; stored again as it came (docs/upgrades.md).</summary>
    [JsonExtensionData]
    [field: NonSerialized]
    public Dictionary<string, JsonElement>? Unknown { get; init; }
}
