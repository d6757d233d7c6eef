using System.Security.Cryptography;
using System.Text.Json;
using Cocoon.Core.Crypto;

namespace Cocoon.Grains.Audits;

/// <summary>
/// All that was asked and answered in one job. It is in clear inside enclaves only: in the memory of the one that served, and of
/// the one it is sealed to.
/// </summary>
/// <param name="Request">The request's body as the caller sealed it.</param>
/// <param name="Salt">Opens the receipt's commitments.</param>
/// <param name="Precision">Precision class of the engine that served.</param>
/// <param name="Steps">The answer.</param>
internal sealed record AuditRecord(byte[] Request, byte[] Salt, string Precision, IReadOnlyList<AuditStep> Steps)
{
    /// <summary>The bytes that are sealed, and hashed for statements and findings.</summary>
    public byte[] Encode() => JsonSerializer.SerializeToUtf8Bytes(this);

    /// <summary>Reads what <see cref="Encode"/> wrote; null for anything else.</summary>
    public static AuditRecord? TryDecode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return JsonSerializer.Deserialize<AuditRecord>(bytes) is { Request: not null, Salt: not null, Precision: not null, Steps: not null } record
                && record.Steps.All(static step => step is { Said: not null, Best: not null }) ? record : null;
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>SHA-256 of the encoding. The salt is part of it, so nobody guesses texts from it.</summary>
    public static HexBytes Hash(ReadOnlySpan<byte> encoded) => new(SHA256.HashData(encoded));
}
