using System.Text.Json;
using Cocoon.Gateway.Chat;
using Cocoon.Sealing;

namespace Cocoon.Gateway.Completions;

/// <summary>The JSON of text completions; the object of a chunk is the same as that of a whole answer.</summary>
internal static class CompletionJson
{
    public static byte[] Completion(StartedJob job, long created, ChatAnswer answer, AnswerEnd end, bool withLogProbs) => Json.Bytes(json =>
    {
        json.WriteStartObject();
        Head(json, job, created);
        json.WriteStartArray("choices");
        for (var index = 0; index < answer.Choices.Count; index++)
        {
            var choice = answer.Choices[index];
            json.WriteStartObject();
            json.WriteString("text", choice.Text);
            json.WriteNumber("index", index);
            if (withLogProbs) LogProbs(json, choice.LogProbs, 0);
            else json.WriteNull("logprobs");
            json.WriteString("finish_reason", ChatJson.Name(choice.Finish ?? ChatJson.Finish(end.Outcome.Ending)));
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WritePropertyName("usage");
        UsageJson.Write(json, end.Tokens);
        json.WritePropertyName("cocoon");
        MarketJson.Write(json, end, answer.TokenIds);
        json.WriteEndObject();
    });

    public static void Head(Utf8JsonWriter json, StartedJob job, long created) => ChatJson.Head(json, job, "cmpl-", created, "text_completion");

    /// <summary>The older form: four lists side by side. Rivals are a map by text, so of two that read the same the likelier stands.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="tokens">Tokens of the text.</param>
    /// <param name="offset">Characters of text before the first of them.</param>
    /// <returns>Characters of text with them.</returns>
    public static int LogProbs(Utf8JsonWriter json, IReadOnlyList<AnswerToken> tokens, int offset)
    {
        json.WriteStartObject("logprobs");
        json.WriteStartArray("tokens");
        foreach (var token in tokens) json.WriteStringValue(LogProbsJson.Text(LogProbsJson.Bytes(token)));
        json.WriteEndArray();
        json.WriteStartArray("token_logprobs");
        foreach (var token in tokens) json.WriteNumberValue(LogProbsJson.Number(token.LogProb ?? 0));
        json.WriteEndArray();
        json.WriteStartArray("top_logprobs");
        foreach (var token in tokens) Top(json, token);
        json.WriteEndArray();
        json.WriteStartArray("text_offset");
        foreach (var token in tokens)
        {
            json.WriteNumberValue(offset);
            offset += LogProbsJson.Text(LogProbsJson.Bytes(token)).Length;
        }
        json.WriteEndArray();
        json.WriteEndObject();
        return offset;
    }

    private static void Top(Utf8JsonWriter json, in AnswerToken token)
    {
        json.WriteStartObject();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var top in token.Top)
            if (LogProbsJson.Text(top.Bytes.Span) is var text && seen.Add(text)) json.WriteNumber(text, LogProbsJson.Number(top.LogProb));
        json.WriteEndObject();
    }
}
