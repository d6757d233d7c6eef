using System.Text.Json.Serialization;
using Cocoon.Core.Crypto;
using Cocoon.Core.Providers;

namespace Cocoon.Client.Sealed;

/// <summary>A job that the market opened, as it arrives. Nothing in it is trusted before it was checked.</summary>
internal sealed record OpenedJob(string JobId, int NetworkId, Lease Lease, byte[] Evidence)
{
    /// <summary>The challenge that the evidence has to answer; empty for none.</summary>
    [JsonIgnore]
    public HexBytes Challenge { get; init; }
}
