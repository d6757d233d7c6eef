using Cocoon.Ton.Client;
using Cocoon.Ton.Registry;

namespace Cocoon.Attestation.Ton;

/// <summary>Reads the registry contract as it is now. Thread-safe.</summary>
public interface IRegistryReader
{
    /// <exception cref="TonClientException">The chain cannot be asked.</exception>
    /// <exception cref="RegistryException">There is no registry at the address; the message says what to do.</exception>
    Task<RegistryReading> Read(CancellationToken cancellationToken = default);
}
