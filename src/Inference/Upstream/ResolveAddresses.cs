using System.Net;

namespace Cocoon.Inference.Upstream;

/// <summary>The addresses that a server's name has now.</summary>
internal delegate Task<IPAddress[]> ResolveAddresses(string name, CancellationToken cancellation);
