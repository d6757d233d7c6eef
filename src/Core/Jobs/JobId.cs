using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace Cocoon.Core.Jobs;

/// <summary>
/// A job's id: 128 bits in the 26 characters of a ULID (Crockford base 32, sorted by time). Ids made from an idempotency
/// key have the same form but no time in them.
/// </summary>
[GenerateSerializer, Immutable, Alias("cocoon.job-id")]
[JsonConverter(typeof(JobIdJsonConverter))]
public readonly record struct JobId : IComparable<JobId>
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Characters = 26;
    private static readonly SearchValues<char> Allowed = SearchValues.Create(Alphabet);

    [Id(0)] private readonly string? _text;

    private JobId(string text) => _text = text;

    /// <summary>A fresh id: 48 bits of milliseconds since 1970, then 80 random bits.</summary>
    /// <param name="now">The time to put in front.</param>
    /// <param name="random">Ten random bytes.</param>
    public static JobId New(DateTimeOffset now, ReadOnlySpan<byte> random)
    {
        if (random.Length != 10) throw new ArgumentException("A ULID has ten random bytes.", nameof(random));
        Span<byte> bytes = stackalloc byte[16];
        var milliseconds = now.ToUnixTimeMilliseconds();
        for (var i = 0; i < 6; i++) bytes[i] = (byte)(milliseconds >> (8 * (5 - i)));
        random.CopyTo(bytes[6..]);
        return From(bytes);
    }

    /// <summary>The id that an account's idempotency key always maps to, so a retried request finds the same job.</summary>
    public static JobId FromIdempotencyKey(string account, string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(account);
        ArgumentException.ThrowIfNullOrEmpty(key);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"cocoon.idempotency.v1\n{account}\n{key}"));
        return From(hash.AsSpan(0, 16));
    }

    public static bool TryParse(string? text, out JobId id)
    {
        id = default;
        // The first character carries three bits only: 26 x 5 bits are two more than 128.
        if (text is not { Length: Characters } || text[0] > '7' || text.AsSpan().ContainsAnyExcept(Allowed)) return false;
        id = new JobId(text);
        return true;
    }

    public int CompareTo(JobId other) => string.CompareOrdinal(_text, other._text);

    public override string ToString() => _text ?? "(no job)";

    private static JobId From(ReadOnlySpan<byte> bytes)
    {
        var value = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        Span<char> text = stackalloc char[Characters];
        for (var i = Characters - 1; i >= 0; i--, value >>= 5) text[i] = Alphabet[(int)(value & 31)];
        return new JobId(text.ToString());
    }

    public static bool operator <(JobId left, JobId right) => left.CompareTo(right) < 0;
    public static bool operator >(JobId left, JobId right) => left.CompareTo(right) > 0;
    public static bool operator <=(JobId left, JobId right) => left.CompareTo(right) <= 0;
    public static bool operator >=(JobId left, JobId right) => left.CompareTo(right) >= 0;
}
