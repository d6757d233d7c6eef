using System.Text;
using System.Text.Json;
using Cocoon.Gateway.Chat;
using Cocoon.Sealing;

namespace Cocoon.Gateway.Responses;

/// <summary>One item of a response being made: a message, a function call, or what the model thought.</summary>
/// <param name="kind">What it is.</param>
/// <param name="index">Its place in the output.</param>
/// <param name="id">Its id.</param>
/// <param name="tool">The function, in a call.</param>
internal sealed class OutputItem(ItemKind kind, int index, string id, AnswerTool? tool)
{
    private readonly StringBuilder _text = new();
    private readonly List<AnswerToken> _logProbs = [];

    public ItemKind Kind => kind;

    public int Index => index;

    public string Id => id;

    public string Text => _text.ToString();

    /// <summary>Null until it ends.</summary>
    public string? Status { get; set; }

    public void Add(in AnswerToken token, bool withLogProbs)
    {
        _text.Append(token.Text);
        if (withLogProbs && kind == ItemKind.Message && token is { LogProb: not null, TokenId: not null }) _logProbs.Add(token);
    }

    /// <summary>Writes the item; empty as long as it has not ended.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("id", id);
        json.WriteString("type", kind switch { ItemKind.Message => "message", ItemKind.Call => "function_call", _ => "reasoning" });
        json.WriteString("status", Status ?? "in_progress");
        switch (kind)
        {
            case ItemKind.Message:
                json.WriteString("role", "assistant");
                WriteContent(json);
                break;
            case ItemKind.Call:
                json.WriteString("call_id", tool!.Id);
                json.WriteString("name", tool.Name);
                json.WriteString("arguments", Status is null ? "" : Text);
                break;
            default:
                json.WriteStartArray("summary");
                json.WriteEndArray();
                WriteContent(json);
                break;
        }
        json.WriteEndObject();
    }

    /// <summary>Writes the one part of its content; empty as long as the item has not ended.</summary>
    public void WritePart(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", kind == ItemKind.Reasoning ? "reasoning_text" : "output_text");
        json.WriteString("text", Status is null ? "" : Text);
        if (kind == ItemKind.Message)
        {
            json.WriteStartArray("annotations");
            json.WriteEndArray();
            WriteLogProbs(json, Status is null ? [] : _logProbs);
        }
        json.WriteEndObject();
    }

    public void WriteLogProbs(Utf8JsonWriter json) => WriteLogProbs(json, _logProbs);

    public static void WriteLogProbs(Utf8JsonWriter json, IReadOnlyList<AnswerToken> tokens)
    {
        json.WriteStartArray("logprobs");
        foreach (var token in tokens) LogProbsJson.Token(json, token);
        json.WriteEndArray();
    }

    private void WriteContent(Utf8JsonWriter json)
    {
        json.WriteStartArray("content");
        if (Status is not null) WritePart(json);
        json.WriteEndArray();
    }
}
