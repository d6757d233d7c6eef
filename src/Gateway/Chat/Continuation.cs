using System.Text.Json;
using Cocoon.Inference.OpenAi;

namespace Cocoon.Gateway.Chat;

/// <summary>The request for the rest of an answer: the same one, with what was written, for what is left, elsewhere.</summary>
internal static class Continuation
{
    /// <summary>Wishes that were for the first job only.</summary>
    private static readonly string[] Spent = ["continue", "hedge", "quote", "written"];

    private static readonly string[] Limits = ["max_tokens", "max_completion_tokens"];

    /// <param name="request">What was asked for.</param>
    /// <param name="body">The same as it came.</param>
    /// <param name="soFar">What became of it.</param>
    public static (ChatCompletionRequest Request, byte[] Body) Of(ChatCompletionRequest request, byte[] body, ContinuedAnswer soFar)
    {
        IReadOnlyList<int> written = [.. request.Written, .. soFar.Written];
        var rest = request with
        {
            Written = written,
            MaxTokens = soFar.Rest,
            Market = request.Market with { Continue = false, Hedge = false, Quote = null, Deny = [.. request.Market.Deny, .. soFar.Broken.Select(static broken => broken.Job.Lease.Provider.Raw)] },
        };
        return (rest, Json.Bytes(json => Write(json, body, written, soFar.Rest)));
    }

    private static void Write(Utf8JsonWriter json, byte[] body, IReadOnlyList<int> written, int maxTokens)
    {
        using var document = JsonDocument.Parse(body);
        var root = document.RootElement;
        json.WriteStartObject();
        foreach (var field in root.EnumerateObject())
            if (field.Name != "cocoon" && !Limits.Contains(field.Name)) field.WriteTo(json);
        json.WriteNumber(Limits[0], maxTokens);
        json.WriteStartObject("cocoon");
        foreach (var wish in root.GetProperty("cocoon").EnumerateObject())
            if (!Spent.Contains(wish.Name)) wish.WriteTo(json);
        json.WriteStartArray("written");
        foreach (var token in written) json.WriteNumberValue(token);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
