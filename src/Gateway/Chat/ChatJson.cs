using System.Text.Json;
using Cocoon.Core.Receipts;
using Cocoon.Sealing;

namespace Cocoon.Gateway.Chat;

/// <summary>The JSON of chat completions: OpenAI's objects, and ours under the one key <c>cocoon</c>.</summary>
internal static class ChatJson
{
    public static byte[] Completion(StartedJob job, long created, ChatAnswer answer, AnswerEnd end, bool withLogProbs) => Json.Bytes(json =>
    {
        json.WriteStartObject();
        Head(json, job, created, "chat.completion");
        json.WriteStartArray("choices");
        for (var index = 0; index < answer.Choices.Count; index++) Choice(json, index, answer.Choices[index], end.Outcome.Ending, withLogProbs);
        json.WriteEndArray();
        json.WritePropertyName("usage");
        UsageJson.Write(json, end.Tokens);
        json.WritePropertyName("cocoon");
        MarketJson.Write(json, end, answer.TokenIds);
        json.WriteEndObject();
    });

    /// <summary>What is the same in a completion and in each of its chunks.</summary>
    public static void Head(Utf8JsonWriter json, StartedJob job, long created, string kind) => Head(json, job, "chatcmpl-", created, kind);

    public static void Head(Utf8JsonWriter json, StartedJob job, string prefix, long created, string kind)
    {
        json.WriteString("id", $"{prefix}{job.Id}");
        json.WriteString("object", kind);
        json.WriteNumber("created", created);
        json.WriteString("model", job.Lease.Model);
        json.WriteString("service_tier", "default");
        json.WriteString("system_fingerprint", job.Fingerprint);
    }

    /// <summary>How a choice ended whose provider says so for the whole answer only.</summary>
    public static AnswerFinish Finish(JobEnding ending) => ending == JobEnding.Length ? AnswerFinish.Length : AnswerFinish.Stop;

    public static string Name(AnswerFinish finish) => finish switch
    {
        AnswerFinish.Length => "length",
        AnswerFinish.ToolCalls => "tool_calls",
        _ => "stop",
    };

    private static void Choice(Utf8JsonWriter json, int index, ChoiceAnswer choice, JobEnding ending, bool withLogProbs)
    {
        json.WriteStartObject();
        json.WriteNumber("index", index);
        json.WriteStartObject("message");
        json.WriteString("role", "assistant");
        var text = choice.Text;
        // An answer that is nothing but calls has no content, which is not the same as an empty one.
        json.WriteString("content", text.Length == 0 && choice.HasTools ? null : text);
        if (choice.Reasoning is { Length: > 0 } reasoning) json.WriteString("reasoning_content", reasoning);
        if (choice.HasTools) ToolCalls(json, choice);
        json.WriteNull("refusal");
        json.WriteEndObject();
        if (withLogProbs) LogProbsJson.Write(json, choice.LogProbs);
        else json.WriteNull("logprobs");
        json.WriteString("finish_reason", Name(choice.Finish ?? Finish(ending)));
        json.WriteEndObject();
    }

    private static void ToolCalls(Utf8JsonWriter json, ChoiceAnswer choice)
    {
        json.WriteStartArray("tool_calls");
        foreach (var (tool, arguments) in choice.Tools)
        {
            json.WriteStartObject();
            json.WriteString("id", tool.Id);
            json.WriteString("type", "function");
            json.WriteStartObject("function");
            json.WriteString("name", tool.Name);
            json.WriteString("arguments", arguments);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
