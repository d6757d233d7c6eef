using System.Buffers;
using System.Text.Json;

namespace Cocoon.Gateway.Chat;

/// <summary>
/// What is the same in all events of a stream: the head is made once, so that a token costs its own bytes and no
/// allocation. One event is <c>Begin</c>, choices written to the writer, <c>End</c>. Not thread-safe.
/// </summary>
internal sealed class ChunkFrame : IDisposable
{
    private readonly byte[] _head;
    private readonly bool _withUsage;
    private readonly Utf8JsonWriter _json = new(Stream.Null, Json.Writing);

    /// <param name="head">Writes the fields before the choices.</param>
    /// <param name="withUsage">Whether every event has a usage key, null but in the extra one.</param>
    public ChunkFrame(Action<Utf8JsonWriter> head, bool withUsage)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        buffer.Write("data: "u8);
        using (var json = new Utf8JsonWriter(buffer, Json.Writing))
        {
            json.WriteStartObject();
            head(json);
            json.WriteStartArray("choices");
            json.Flush();
            _head = buffer.WrittenSpan.ToArray();
        }
        _withUsage = withUsage;
    }

    public Utf8JsonWriter Begin(IBufferWriter<byte> to)
    {
        to.Write(_head);
        return Next(to);
    }

    /// <summary>Ends an event; its choices are one object at most.</summary>
    public void End(IBufferWriter<byte> to)
    {
        Choices(to);
        to.Write("}\n\n"u8);
    }

    /// <summary>Ends the choices of an event that has our object too; <see cref="EndMarket"/> ends the event.</summary>
    public Utf8JsonWriter BeginMarket(IBufferWriter<byte> to)
    {
        Choices(to);
        to.Write(",\"cocoon\":"u8);
        return Next(to);
    }

    public void EndMarket(IBufferWriter<byte> to)
    {
        _json.Flush();
        to.Write("}\n\n"u8);
    }

    /// <summary>The extra event: no choices, only usage.</summary>
    public Utf8JsonWriter BeginUsage(IBufferWriter<byte> to)
    {
        to.Write(_head);
        to.Write("],\"usage\":"u8);
        return Next(to);
    }

    public void EndUsage(IBufferWriter<byte> to) => EndMarket(to);

    public void Dispose() => _json.Dispose();

    private void Choices(IBufferWriter<byte> to)
    {
        _json.Flush();
        to.Write("]"u8);
        if (_withUsage) to.Write(",\"usage\":null"u8);
    }

    private Utf8JsonWriter Next(IBufferWriter<byte> to)
    {
        _json.Reset(to);
        return _json;
    }
}
