using System.Net;

namespace Cocoon.Inference.Upstream;

/// <summary>A real request for one token: a server whose port and health page answer may still have a model that hangs.</summary>
internal static class UpstreamProbe
{
    private static readonly GenerationRequest Chat = new(new ChatPrompt([new ChatMessage("user", "1")]), 1, new SamplingOptions { Temperature = 0 }, []);
    private static readonly GenerationRequest Plain = Chat with { RawPrompt = "1", Prompt = new ChatPrompt([]) };

    /// <summary>Returns when the server gave a token or an end, or said that it is busy.</summary>
    /// <exception cref="UpstreamException">It failed.</exception>
    public static async Task Send(HttpClient client, UpstreamOptions options, Dialect dialect, CancellationToken cancellation)
    {
        // A model without a chat template continues texts only.
        if (await Ask(client, "chat/completions", UpstreamBody.Write(Chat, options, dialect), cancellation)) return;
        if (!await Ask(client, "completions", UpstreamBody.Write(Plain, options, dialect), cancellation)) throw new UpstreamException("The upstream refuses a request for one token.");
    }

    /// <summary>The same for a model that makes vectors only.</summary>
    /// <inheritdoc cref="Send"/>
    public static async Task Embed(HttpClient client, string model, CancellationToken cancellation)
    {
        using var answer = await UpstreamCall.Post(client, "embeddings", UpstreamEmbeddings.Write(["1"], model), cancellation);
        if (answer.StatusCode == HttpStatusCode.TooManyRequests) return;
        if (answer.StatusCode != HttpStatusCode.OK) throw new UpstreamException($"The upstream answered a request for one vector with HTTP {(int)answer.StatusCode}.");
        await UpstreamEmbeddings.Read(answer.Content, inputs: 1, cancellation);
    }

    /// <returns>False when it refuses the request.</returns>
    private static async Task<bool> Ask(HttpClient client, string path, byte[] body, CancellationToken cancellation)
    {
        using var answer = await UpstreamCall.Post(client, path, body, cancellation);
        switch (answer.StatusCode)
        {
            case HttpStatusCode.OK: break;
            case HttpStatusCode.TooManyRequests: return true;
            case HttpStatusCode.BadRequest or HttpStatusCode.NotFound or HttpStatusCode.UnprocessableEntity: return false;
            default: throw new UpstreamException($"The upstream answered a request for one token with HTTP {(int)answer.StatusCode}.");
        }
        try
        {
            using var lines = new AnswerLines(await answer.Content.ReadAsStreamAsync(cancellation));
            var (made, chunk, events) = (new AnswerEvents(1, 1, null), new UpstreamChunk(), new List<TokenEvent>());
            do
            {
                while (lines.TryNext(out var json) && !json.SequenceEqual("[DONE]"u8))
                {
                    ChunkParser.Parse(json, chunk);
                    made.Add(chunk, events);
                    if (made.Counted > 0 || made.IsFinished) return true;
                }
            }
            while (await lines.Fill(cancellation));
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw new UpstreamException("The connection to the upstream broke.");
        }
        throw new UpstreamException("The upstream's answer to a request for one token has none.");
    }
}
