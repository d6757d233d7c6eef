using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace Cocoon.Joining.Messages;

/// <summary>
/// The front of an Orleans message's header: who calls whom. Layout of Orleans 10.4 (Orleans.Runtime.Message): flags
/// (uint32; direction in bits 16 to 19), id (int64), sending grain, target grain, sending silo, target silo.
/// </summary>
/// <param name="IsResponse">It answers a call.</param>
/// <param name="SendingGrain">Type and key of the caller.</param>
/// <param name="TargetGrain">Type and key of the called.</param>
/// <param name="SendingSilo">The caller's silo; null when left out.</param>
internal sealed record MessageHeader(bool IsResponse, GrainName SendingGrain, GrainName TargetGrain, SiloAddress? SendingSilo)
{
    private const int Response = 2;
    private const int OneWay = 3;

    /// <summary>Reads the front of a header; null when it is not such a header. Never throws.</summary>
    public static MessageHeader? TryRead(ReadOnlySpan<byte> bytes)
    {
        var reader = new HeaderReader(bytes);
        var direction = (reader.UInt32() >> 16) & 0xF;
        reader.Skip(sizeof(long));
        var sending = reader.Grain();
        var target = reader.Grain();
        var silo = reader.Silo();
        return reader.HasFailed || direction is 0 or > OneWay ? null : new MessageHeader(direction == Response, sending, target, silo);
    }

    private ref struct HeaderReader(ReadOnlySpan<byte> rest)
    {
        private ReadOnlySpan<byte> _rest = rest;

        public bool HasFailed { get; private set; }

        public void Skip(int count) => Take(count);

        public uint UInt32()
        {
            var bytes = Take(sizeof(uint));
            return HasFailed ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        }

        public GrainName Grain() => new(Span(), Span());

        public SiloAddress? Silo()
        {
            // A client that has no silo writes a length of 0; so does a silo. Some versions write -1.
            var length = VarUInt32();
            if (length is 0 or uint.MaxValue) return null;
            var inner = new HeaderReader(Take((int)Math.Min(length, int.MaxValue)));
            inner.Skip(sizeof(int));
            var address = inner.Take((int)Math.Min(inner.VarUInt32(), 16u));
            var port = inner.VarUInt32();
            var generation = (int)inner.UInt32();
            if (HasFailed || inner.HasFailed || address.Length is not (4 or 16) || port > ushort.MaxValue)
            {
                HasFailed = true;
                return null;
            }
            return SiloAddress.New(new IPAddress(address), (int)port, generation);
        }

        private string Span()
        {
            var length = VarUInt32();
            if (length == 0) return "";
            Skip(sizeof(int));
            return Encoding.UTF8.GetString(Take((int)Math.Min(length, int.MaxValue)));
        }

        /// <summary>As many zero bits as bytes follow the first, then a one, then the number, lowest bits first.</summary>
        private uint VarUInt32()
        {
            if (_rest.IsEmpty) return Fail();
            var count = System.Numerics.BitOperations.TrailingZeroCount(_rest[0]) + 1;
            if (count > 5) return Fail();
            Span<byte> padded = stackalloc byte[sizeof(ulong)];
            Take(count).CopyTo(padded);
            return (uint)(BinaryPrimitives.ReadUInt64LittleEndian(padded) >> count);
        }

        private ReadOnlySpan<byte> Take(int count)
        {
            if (HasFailed || count > _rest.Length)
            {
                HasFailed = true;
                return default;
            }
            var taken = _rest[..count];
            _rest = _rest[count..];
            return taken;
        }

        private uint Fail()
        {
            HasFailed = true;
            return 0;
        }
    }
}
