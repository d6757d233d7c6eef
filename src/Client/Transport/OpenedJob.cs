using System.Text.Json.Serialization;
using Cocoon.Core.Crypto;
using Cocoon.Core.Providers;

namespace Cocoon.Client.Transport;

/// <summary>A job that the market opened, as it arrives. Nothing in it is trusted before it was checked.</summary>
/// <param name="JobId">The market's id of the job.</param>
/// <param name="NetworkId">The TON network that the market is on.</param>
/// <param name="Lease">Who serves, at which prices.</param>
/// <param name="Evidence">What the machine shows of itself, an encoded evidence bundle.</param>
public sealed record OpenedJob(string JobId, int NetworkId, Lease Lease, byte[] Evidence)
{
    /// <summary>The challenge that the evidence has to answer; empty for none. Set by the client, never by the market.</summary>
    [JsonIgnore]
    public HexBytes Challenge { get; init; }
}
