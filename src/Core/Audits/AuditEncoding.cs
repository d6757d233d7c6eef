using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Cocoon.Core.Crypto;

namespace Cocoon.Core.Audits;

/// <summary>
/// The byte forms of what is said in an audit, which are hashed and signed (docs/audits.md): a label, then each field as text
/// with its length (4 bytes, big-endian) in front; numbers in decimal, hashes and keys in hex, times in milliseconds since 1970.
/// </summary>
public static class AuditEncoding
{
    /// <summary>What an auditor signs.</summary>
    public static HexBytes Hash(this AuditFinding finding) => Of("cocoon.audit-finding.v1",
        finding.Job.ToString(), finding.Receipt.ToString(), finding.Record.ToString(), finding.Auditor.Raw, Number((int)finding.Outcome), Number(finding.Choice),
        Number(finding.Position), Number(finding.Compared), finding.Replay.ToString(), Number(finding.At.ToUnixTimeMilliseconds()));

    /// <summary>What the provider that served signs.</summary>
    public static HexBytes Hash(this AuditStatement statement) => Of("cocoon.audit-statement.v1",
        statement.Job.ToString(), statement.Receipt.ToString(), statement.Record.ToString(), statement.AuditorKey.ToString());

    /// <summary>Hash of all that a dispute rests on: what goes on chain with a slash, and anybody who has the parts can make again.</summary>
    public static HexBytes Evidence(HexBytes receipt, SignedStatement? statement, IEnumerable<SignedFinding> findings) => Of("cocoon.audit-evidence.v1",
        [receipt.ToString(), statement?.Statement.Hash().ToString() ?? "", statement?.Signature.ToString() ?? "", .. findings.SelectMany(static finding => (string[])[finding.Finding.Hash().ToString(), finding.Signature.ToString()])]);

    /// <summary>An auditor's tokens up to the place where it disagrees, under the job's salt.</summary>
    public static HexBytes Replay(ReadOnlySpan<byte> salt, IEnumerable<int> tokens) => Of("cocoon.audit-replay.v1", [Convert.ToHexStringLower(salt), .. tokens.Select(static token => Number(token))]);

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static HexBytes Of(string label, params IEnumerable<string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (var part in parts.Prepend(label))
        {
            var bytes = Encoding.UTF8.GetBytes(part);
            BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }
        return new HexBytes(hash.GetHashAndReset());
    }
}
