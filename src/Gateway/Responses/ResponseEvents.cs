using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Cocoon.Gateway.Responses;

/// <summary>The events of a streamed response: named, and numbered from 0. Not thread-safe.</summary>
internal sealed class ResponseEvents
{
    private long _next;

    /// <summary>Where they are put; null while there is no stream, and then they are nothing.</summary>
    public IBufferWriter<byte>? To { get; set; }

    /// <param name="type">The event's name, which its data has as <c>type</c> too.</param>
    /// <param name="fields">Writes the rest of its data.</param>
    public void Add(string type, Action<Utf8JsonWriter> fields)
    {
        if (To is null) return;
        To.Write(Encoding.UTF8.GetBytes($"event: {type}\ndata: "));
        using (var json = new Utf8JsonWriter(To, Json.Writing))
        {
            json.WriteStartObject();
            json.WriteString("type", type);
            json.WriteNumber("sequence_number", _next++);
            fields(json);
            json.WriteEndObject();
        }
        To.Write("\n\n"u8);
    }
}
