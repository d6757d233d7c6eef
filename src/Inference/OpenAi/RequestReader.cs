using System.Text.Json;

namespace Cocoon.Inference.OpenAi;

/// <summary>From a body to a request of whichever kind, with one refusal for all that is no JSON.</summary>
internal static class RequestReader
{
    private const int MaxModelName = 128;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 64 };

    public static T Read<T>(ReadOnlyMemory<byte> utf8Json, Func<RequestObject, T> read)
    {
        try
        {
            using var json = JsonDocument.Parse(utf8Json, Options);
            return read(new RequestObject(json.RootElement, ""));
        }
        catch (JsonException e)
        {
            throw new RequestFormatException(
                $"We could not parse the JSON body of your request: it is not valid JSON at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}.");
        }
        catch (InvalidOperationException)
        {
            // Types are checked before values are read, so this is the reader's word for names that are no text, such as "\ud800".
            throw new RequestFormatException("We could not parse the JSON body of your request: a name in it is not valid Unicode.");
        }
    }

    public static string Model(RequestObject root) => root.Text("model") is { Length: > 0 and <= MaxModelName } model
        ? model
        : throw new RequestFormatException("you must provide a model parameter", "model");

    /// <summary>A body is told by its fields, so one of another kind of request would be read as that on the provider's side.</summary>
    public static void RefuseOther(RequestObject root, params ReadOnlySpan<string> fields)
    {
        foreach (var name in fields)
            if (root.Value(name) is not null) throw new RequestFormatException($"Unrecognized request argument supplied: {name}", name, "unknown_parameter");
    }
}
