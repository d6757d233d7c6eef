using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Cocoon.Core.Crypto;

namespace Cocoon.Grains.Operations;

/// <summary>One line of the audit log, chained to the one before it.</summary>
/// <param name="Number">Position in the whole log, from 0 without gaps.</param>
/// <param name="At">When it was written.</param>
/// <param name="Note">What it says.</param>
/// <param name="Previous">Hash of the entry before; empty for the first.</param>
/// <param name="Hash">SHA-256 over all of the above, each field with its length in front.</param>
[GenerateSerializer, Immutable, Alias("cocoon.audit-entry")]
public sealed record AuditEntry(
    [property: Id(0)] long Number,
    [property: Id(1)] DateTimeOffset At,
    [property: Id(2)] AuditNote Note,
    [property: Id(3)] HexBytes Previous,
    [property: Id(4)] HexBytes Hash)
{
    private const string Domain = "cocoon.audit.v1";

    /// <summary>The entry that follows <paramref name="previous"/>.</summary>
    public static AuditEntry Next(AuditNote note, long number, HexBytes previous, DateTimeOffset at)
    {
        var draft = new AuditEntry(number, at, note.Cut(), previous, default);
        return draft with { Hash = draft.Digest() };
    }

    /// <summary>Whether the entry says what it said when it was written, and follows the entry with that hash.</summary>
    /// <remarks>By their texts: no hash at all is stored as an empty text.</remarks>
    public bool Follows(long number, HexBytes previous) => Number == number && Previous.ToString() == previous.ToString() && Hash == Digest();

    private HexBytes Digest()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[4];
        foreach (var field in (string[])
        [
            Domain, Number.ToString(CultureInfo.InvariantCulture), At.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
            Note.Operation, Note.Phase.ToString(), Note.Who, Note.Action, Note.Target, Note.Detail, Previous.ToString(),
        ])
        {
            var bytes = Encoding.UTF8.GetBytes(field);
            BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }
        return new HexBytes(hash.GetHashAndReset());
    }
}
