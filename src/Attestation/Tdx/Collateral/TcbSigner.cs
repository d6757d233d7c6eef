using Cocoon.Attestation.Certificates;

namespace Cocoon.Attestation.Tdx.Collateral;

/// <summary>Intel's key for TCB info and QE identities, its chain checked up to the pinned root, dates apart. Survives disposal.</summary>
/// <param name="Key">The key.</param>
/// <param name="Serial">Serial number of its certificate.</param>
/// <param name="Window">When its chain is valid.</param>
internal sealed record TcbSigner(VerifyingKey Key, byte[] Serial, ValidityWindow Window) : IDisposable
{
    public void Dispose() => Key.Dispose();
}
