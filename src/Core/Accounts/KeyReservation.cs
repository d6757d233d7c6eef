using System.Text.Json;
using System.Text.Json.Serialization;
using Cocoon.Core.Money;

namespace Cocoon.Core.Accounts;

/// <summary>What one job may still cost a key.</summary>
[GenerateSerializer, Immutable, Alias("cocoon.key-reservation")]
public sealed record KeyReservation
{
    /// <summary>The most it can cost.</summary>
    [Id(0)] public Nano Amount { get; init; }

    /// <summary>The UTC day it counts for, as <see cref="DateOnly.DayNumber"/>.</summary>
    [Id(1)] public int Day { get; init; }

    /// <summary>When the job is over, whatever became of it.</summary>
    [Id(2)] public DateTimeOffset Deadline { get; init; }

    /// <summary>What a later version stored and this one does not know; stored again as it came (docs/upgrades.md).</summary>
    [JsonExtensionData]
    [field: NonSerialized]
    public Dictionary<string, JsonElement>? Unknown { get; init; }
}
