using System.Text;
using System.Text.Json;
using Cocoon.Core.Receipts;

namespace Cocoon.EndToEnd.Tests.Continuations;

/// <summary>A streamed answer as its caller read it: each token with its text, and what the market told at the end.</summary>
/// <param name="Tokens">Ids and texts as they came.</param>
/// <param name="Told">The last event's object <c>cocoon</c>.</param>
internal sealed record StreamedAnswer(IReadOnlyList<(int Id, string Text)> Tokens, JsonElement Told)
{
    private const string Data = "data: ";
    private const string End = "[DONE]";

    public string Text => TextOf(0, Tokens.Count);

    /// <summary>The jobs that made it, in order.</summary>
    public IReadOnlyList<JsonElement> Jobs => Told.TryGetProperty("continued", out var before) ? [.. before.EnumerateArray(), Told] : [Told];

    public string TextOf(int from, int count) => string.Concat(Tokens.Skip(from).Take(count).Select(static token => token.Text));

    public static SignedReceipt Receipt(JsonElement job) => job.GetProperty("receipt").Deserialize<SignedReceipt>(ReceiptJson.Options)!;

    public static byte[] Salt(JsonElement job) => Convert.FromHexString(job.GetProperty("salt").GetString()!);

    /// <summary>Reads a stream to its end.</summary>
    /// <param name="stream">Server-sent events.</param>
    /// <param name="begun">Told when the first token has arrived.</param>
    public static async Task<StreamedAnswer> Read(Stream stream, Action begun)
    {
        var tokens = new List<(int, string)>();
        var told = default(JsonElement);
        using var lines = new StreamReader(stream, Encoding.UTF8);
        for (var line = ""; line != Data + End;)
        {
            line = await lines.ReadLineAsync() ?? throw new EndOfStreamException($"The stream ended after {tokens.Count} tokens.");
            if (!line.StartsWith(Data + '{', StringComparison.Ordinal)) continue;
            var chunk = JsonDocument.Parse(line[Data.Length..]).RootElement;
            chunk.TryGetProperty("error", out var error).Should().BeFalse("it said {0}", error);
            if (!chunk.TryGetProperty("cocoon", out var market)) continue;
            if (market.TryGetProperty("job_id", out _)) told = market;
            else tokens.Add((market.GetProperty("token_ids")[0].GetInt32(), chunk.GetProperty("choices")[0].GetProperty("delta").GetProperty("content").GetString()!));
            if (tokens.Count == 1) begun();
        }
        return new StreamedAnswer(tokens, told);
    }
}
