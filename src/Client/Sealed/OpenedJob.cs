using Cocoon.Core.Providers;

namespace Cocoon.Client.Sealed;

/// <summary>A job that the market opened, as it arrives. Nothing in it is trusted before it was checked.</summary>
internal sealed record OpenedJob(string JobId, int NetworkId, Lease Lease, byte[] Evidence);
