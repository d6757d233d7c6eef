using System.Text.Json;
using Cocoon.Gateway.Errors;

namespace Cocoon.Gateway.Responses;

/// <summary>
/// Reads requests for responses. What would change an answer's meaning and cannot be had is refused by name; ranges of what
/// chat completions have too are checked there.
/// </summary>
internal static class ResponseRequestReader
{
    private const int MaxTools = 128;
    private const int MaxIncludes = 32;
    private const string LogProbsInclude = "message.output_text.logprobs";

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 64 };

    /// <param name="body">The request's body, UTF-8 JSON.</param>
    /// <exception cref="ApiException">It is not a request that can be served; the message says what to change.</exception>
    public static ResponseRequest Read(byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body, Options);
            return Read(new Field(json.RootElement.Clone(), ""));
        }
        catch (JsonException e)
        {
            throw ApiException.BadRequest($"We could not parse the JSON body of your request: it is not valid JSON at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}.");
        }
        catch (InvalidOperationException)
        {
            // Types are checked before values are read, so this is the reader's word for names that are no text, such as "\ud800".
            throw ApiException.BadRequest("We could not parse the JSON body of your request: a name in it is not valid Unicode.");
        }
    }

    private static ResponseRequest Read(Field root)
    {
        if (root.Value.ValueKind != JsonValueKind.Object) throw ApiException.BadRequest("The body of the request must be a JSON object.");
        RefuseUnsupported(root);
        var request = new ResponseRequest
        {
            Root = root.Value,
            Input = ItemReader.Read(root.Need("input")),
            Instructions = root.Text("instructions"),
            PreviousId = root.Text("previous_response_id"),
            Stream = root.Bool("stream") ?? false,
            Store = root.Bool("store") ?? true,
            Background = root.Bool("background") ?? false,
            LogProbs = root.Get("include") is { } include && include.AsArray(MaxIncludes).Any(static entry => entry.AsText() == LogProbsInclude),
        };
        if (request.Background && request.Stream) throw root.Need("stream").Unsupported("a response in the background is polled with GET /v1/responses/{id}.");
        if (request.Background && !request.Store) throw ApiException.BadRequest("'background' needs 'store': a response that is not stored cannot be asked for.", "store", "invalid_value");
        return request;
    }

    private static void RefuseUnsupported(Field root)
    {
        if (root.Get("prompt") is { } prompt) throw prompt.Unsupported("it keeps no prompt templates. Send 'instructions' and 'input'.");
        if (root.Get("conversation") is { } conversation) throw conversation.Unsupported("use 'previous_response_id'.");
        if (root.Get("tools") is { } tools)
        {
            foreach (var tool in tools.AsArray(MaxTools))
                if (tool.AsObject().Need("type") is var type && type.AsText() != "function") throw type.Unsupported("tools are of type 'function'; models do not reach the network.");
        }
        if (root.Get("tool_choice") is { Value.ValueKind: JsonValueKind.Object } choice && choice.Need("type") is var kind && kind.AsText() is not ("function" or "allowed_tools"))
            throw kind.Unsupported("tools are of type 'function'.");
    }
}
