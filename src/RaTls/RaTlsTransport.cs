using System.Net;

namespace Cocoon.RaTls;

/// <summary>A connection that is about to become an attested one.</summary>
/// <param name="Stream">Its bytes, both ways.</param>
/// <param name="Remote">Address of the other end, for limits and logs; null where there is none.</param>
/// <param name="Abort">Breaks it off at once, reads and writes in progress too. May be called from any thread, and more than once.</param>
public sealed record RaTlsTransport(Stream Stream, EndPoint? Remote, Action Abort)
{
    /// <summary>A stream that is broken off by disposing it, as a NetworkStream is.</summary>
    public static RaTlsTransport Of(Stream stream, EndPoint? remote) => new(stream, remote, stream.Dispose);
}
