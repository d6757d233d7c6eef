using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cocoon.Versions.Next;

[GenerateSerializer, Immutable, Alias("versions.purse-state")]
public sealed record PurseState
{
    [Id(0)] public long Total { get; init; }

    /// <summary>The newest operation; one at or below it is a repeat.</summary>
    [Id(1)] public long Operation { get; init; }

    /// <summary>New: operations that this version took.</summary>
    [Id(2)] public long ByNext { get; init; }

    [JsonExtensionData]
    [field: NonSerialized]
    public Dictionary<string, JsonElement>? Unknown { get; init; }
}
