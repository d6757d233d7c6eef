using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cocoon.Core.Reputation;

/// <summary>A provider's standing for each model, kept apart, and since when it is on the market.</summary>
[GenerateSerializer, Immutable, Alias("cocoon.standings")]
public sealed record Standings
{
    /// <summary>Models kept; beyond it the one that was quiet longest is forgotten.</summary>
    public const int MaxModels = 128;

    /// <summary>A provider that was away no longer than this has not left.</summary>
    public static readonly TimeSpan Break = TimeSpan.FromMinutes(10);

    public static readonly Standings None = new();

    [Id(0)] public ImmutableSortedDictionary<string, Standing> ByModel { get; init; } = ImmutableSortedDictionary.Create<string, Standing>(StringComparer.Ordinal);

    /// <summary>When it came, or came back, to the market; null until it did.</summary>
    [Id(1), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public DateTimeOffset? Since { get; init; }

    /// <summary>When it was last on the market, as far as it was written down.</summary>
    [Id(2), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public DateTimeOffset? SeenAt { get; init; }

    /// <summary>What a later version stored and this one does not know; stored again as it came (docs/upgrades.md).</summary>
    [JsonExtensionData]
    [field: NonSerialized]
    public Dictionary<string, JsonElement>? Unknown { get; init; }

    /// <summary>The standing for a model; a new one where there is none.</summary>
    public Standing Of(string model, DateTimeOffset now) => ByModel.GetValueOrDefault(model) ?? Standing.New(now);

    public Standings With(string model, Standing standing)
    {
        var after = ByModel.SetItem(model, standing);
        return this with { ByModel = after.Count <= MaxModels ? after : after.Remove(after.Where(entry => entry.Key != model).MinBy(entry => entry.Value.At).Key) };
    }

    /// <summary>The provider is on the market now; after a break it has come back.</summary>
    public Standings Seen(DateTimeOffset now) => this with
    {
        Since = Since is { } since && SeenAt is { } seen && now - seen <= Break ? since : now,
        SeenAt = now,
    };
}
