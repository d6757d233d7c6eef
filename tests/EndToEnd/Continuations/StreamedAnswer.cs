using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Cocoon.Core.Receipts;

namespace Cocoon.EndToEnd.Tests.Continuations;

/// <summary>A streamed answer as its caller read it: each token with its text, and what the market told at the end.</summary>
/// <param name="Tokens">Ids and texts as they came.</param>
/// <param name="Told">The last event's object <c>cocoon</c>.</param>
internal sealed record StreamedAnswer(IReadOnlyList<(int Id, string Text)> Tokens, JsonElement Told)
{
    public const string Question = "Tell me a story.";

    private const string Data = "data: ";
    private const string End = "[DONE]";

    private static readonly Uri Chat = new("v1/chat/completions", UriKind.Relative);

    public string Text => TextOf(0, Tokens.Count);

    /// <summary>The jobs that made it, in order.</summary>
    public IReadOnlyList<JsonElement> Jobs => Told.TryGetProperty("continued", out var before) ? [.. before.EnumerateArray(), Told] : [Told];

    public string TextOf(int from, int count) => string.Concat(Tokens.Skip(from).Take(count).Select(static token => token.Text));

    public static SignedReceipt Receipt(JsonElement job) => job.GetProperty("receipt").Deserialize<SignedReceipt>(ReceiptJson.Options)!;

    public static byte[] Salt(JsonElement job) => Convert.FromHexString(job.GetProperty("salt").GetString()!);

    /// <summary>Asks a question that has one answer, of any machine, and reads it to its end.</summary>
    /// <param name="api">A gateway.</param>
    /// <param name="leastTier">Least tier of the machine.</param>
    /// <param name="begun">Told when the first token has arrived; nothing more is read until it is done.</param>
    public static async Task<StreamedAnswer> Ask(HttpClient api, string leastTier, Func<Task> begun)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Chat);
        request.Content = JsonContent.Create(new
        {
            model = "tiny-jane", temperature = 0, stream = true, messages = new[] { new { role = "user", content = Question } },
            cocoon = new { @continue = true, token_ids = true, debug = true, tier = leastTier, prefer = "price" },
        });
        using var response = await api.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        if (!response.IsSuccessStatusCode) throw new InvalidOperationException($"It said {await response.Content.ReadAsStringAsync()}");
        return await Read(await response.Content.ReadAsStreamAsync(), begun);
    }

    private static async Task<StreamedAnswer> Read(Stream stream, Func<Task> begun)
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
            else
            {
                tokens.Add((market.GetProperty("token_ids")[0].GetInt32(), chunk.GetProperty("choices")[0].GetProperty("delta").GetProperty("content").GetString()!));
                if (tokens.Count == 1) await begun();
            }
        }
        return new StreamedAnswer(tokens, told);
    }
}
