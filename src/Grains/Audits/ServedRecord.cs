using System.Security.Cryptography;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Providers;

namespace Cocoon.Grains.Audits;

/// <summary>What an enclave keeps of a job that may be audited. Disposing it zeroes what was said.</summary>
/// <param name="lease">Under which it was served.</param>
/// <param name="receipt">Hash of its receipt.</param>
/// <param name="encoded">An <see cref="AuditRecord"/>, encoded; becomes this object's own.</param>
/// <param name="keptUntil">Dropped from this time on.</param>
internal sealed class ServedRecord(Lease lease, HexBytes receipt, byte[] encoded, DateTimeOffset keptUntil) : IDisposable
{
    public JobId Job => Lease.Job;

    public Lease Lease { get; } = lease;

    public HexBytes Receipt { get; } = receipt;

    /// <summary>Zeros once disposed.</summary>
    public ReadOnlyMemory<byte> Encoded => encoded;

    public DateTimeOffset KeptUntil { get; } = keptUntil;

    public void Dispose() => CryptographicOperations.ZeroMemory(encoded);
}
