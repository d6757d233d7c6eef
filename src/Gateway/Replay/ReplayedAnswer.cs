using System.Text.Json;
using Cocoon.Core.Crypto;
using Microsoft.AspNetCore.Http;

namespace Cocoon.Gateway.Replay;

/// <summary>What was answered to a request, as it is kept: a line of JSON with tag and headers, then the body.</summary>
/// <param name="Tag">A hash of the request under the caller's key.</param>
/// <param name="Headers">Headers that describe the answer.</param>
/// <param name="Body">The body's bytes.</param>
internal sealed record ReplayedAnswer(HexBytes Tag, IReadOnlyDictionary<string, string> Headers, ReadOnlyMemory<byte> Body)
{
    /// <summary>Set in answers that were given before.</summary>
    public const string Header = "x-cocoon-replayed";

    /// <summary>All others speak of the request that is answered now.</summary>
    private static readonly string[] Kept = ["Content-Type", "Cache-Control", "X-Accel-Buffering", "x-cocoon-tier"];

    public static ReplayedAnswer Of(HexBytes tag, HttpResponse response, ReadOnlyMemory<byte> body) => new(
        tag, Kept.Where(response.Headers.ContainsKey).ToDictionary(name => name, name => response.Headers[name].ToString(), StringComparer.Ordinal), body);

    public byte[] Encode() =>
    [
        .. Json.Bytes(json =>
        {
            json.WriteStartObject();
            json.WriteString("tag", Tag.ToString());
            json.WriteStartObject("headers");
            foreach (var (name, value) in Headers) json.WriteString(name, value);
            json.WriteEndObject();
            json.WriteEndObject();
        }),
        (byte)'\n', .. Body.Span,
    ];

    /// <param name="bytes">What <see cref="Encode"/> made, of this version or another one.</param>
    public static ReplayedAnswer Decode(ReadOnlyMemory<byte> bytes)
    {
        var end = bytes.Span.IndexOf((byte)'\n');
        using var head = JsonDocument.Parse(bytes[..end]);
        return new ReplayedAnswer(
            HexBytes.Parse(head.RootElement.GetProperty("tag").GetString()!),
            head.RootElement.GetProperty("headers").EnumerateObject().ToDictionary(header => header.Name, header => header.Value.GetString()!, StringComparer.Ordinal),
            bytes[(end + 1)..]);
    }

    public async Task Write(HttpContext http)
    {
        foreach (var (name, value) in Headers) http.Response.Headers[name] = value;
        http.Response.Headers[Header] = "true";
        http.Response.ContentLength = Body.Length;
        await http.Response.Body.WriteAsync(Body, http.RequestAborted);
    }
}
