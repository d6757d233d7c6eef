using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Cocoon.Core.Jobs;

namespace Cocoon.Core.Audits;

/// <summary>
/// Which jobs are audited: HMAC-SHA256 of the job id under a secret of the market. Every silo decides the same without asking
/// another, and nobody outside can tell before it happens, not even whoever chose the job's id. Pure.
/// </summary>
public static class AuditLottery
{
    private const int WholeBps = 10_000;

    /// <param name="secret">The market's, 32 bytes; the same on all of its silos.</param>
    /// <param name="job">The job.</param>
    /// <param name="auditBps">Share of jobs that are audited, in basis points; 0 and less for none, 10,000 and more for all.</param>
    public static bool IsDrawn(ReadOnlySpan<byte> secret, JobId job, int auditBps)
    {
        if (auditBps <= 0) return false;
        if (auditBps >= WholeBps) return true;
        var draw = BinaryPrimitives.ReadUInt64BigEndian(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes($"cocoon.audit.v1\n{job}")));
        return (UInt128)draw * WholeBps < (UInt128)auditBps << 64;
    }
}
