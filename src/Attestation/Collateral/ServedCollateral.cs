using System.Buffers.Binary;
using System.Text;

namespace Cocoon.Attestation.Collateral;

/// <summary>
/// Collateral that a machine brings along in its endorsements, so that it can be verified where no source is reached:
/// "CCS1", then for each document its kind (1 byte), id and body, with lengths in 4 bytes, big-endian.
/// </summary>
/// <remarks>Anybody may bring it: it is used for the verdict on this machine only, where nothing else is at hand.</remarks>
public static class ServedCollateral
{
    /// <summary>Most documents brought along.</summary>
    public const int MaxItems = 16;

    private const int MaxIdBytes = 512;

    private static ReadOnlySpan<byte> Magic => "CCS1"u8;

    /// <exception cref="ArgumentException">More documents than are read.</exception>
    public static byte[] Encode(IReadOnlyCollection<CollateralItem> items)
    {
        if (items.Count > MaxItems) throw new ArgumentException($"At most {MaxItems} documents go along with evidence, not {items.Count}.");
        using var stream = new MemoryStream();
        stream.Write(Magic);
        foreach (var item in items)
        {
            stream.WriteByte((byte)item.Key.Kind);
            Write(stream, Encoding.UTF8.GetBytes(item.Key.Id));
            Write(stream, item.Body.Span);
        }
        return stream.ToArray();
    }

    /// <returns>The documents; none when the bytes are anything else. Never throws.</returns>
    public static IReadOnlyList<CollateralItem> Read(ReadOnlyMemory<byte> endorsements)
    {
        if (!endorsements.Span.StartsWith(Magic)) return [];
        List<CollateralItem> items = [];
        var rest = endorsements[Magic.Length..];
        while (!rest.IsEmpty)
        {
            var kind = (CollateralKind)rest.Span[0];
            rest = rest[1..];
            if (items.Count == MaxItems || !Enum.IsDefined(kind) || !TryTake(ref rest, MaxIdBytes, out var id) || !TryTake(ref rest, rest.Length, out var body)) return [];
            items.Add(new CollateralItem(new CollateralKey(kind, Encoding.UTF8.GetString(id.Span)), body));
        }
        return items;
    }

    private static void Write(Stream stream, ReadOnlySpan<byte> field)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, field.Length);
        stream.Write(length);
        stream.Write(field);
    }

    private static bool TryTake(ref ReadOnlyMemory<byte> rest, int max, out ReadOnlyMemory<byte> taken)
    {
        taken = default;
        if (rest.Length < 4) return false;
        var size = BinaryPrimitives.ReadUInt32BigEndian(rest.Span);
        if (size > max || size > rest.Length - 4) return false;
        taken = rest.Slice(4, (int)size);
        rest = rest[(4 + (int)size)..];
        return true;
    }
}
