using System.Text.Json;
using Cocoon.Gateway.Errors;
using Cocoon.Sealing;

namespace Cocoon.Gateway.Responses;

/// <summary>
/// Turns the parts of an answer into a response's items and their events. One item is open at a time: what the model thinks,
/// says and calls follow one another. Not thread-safe.
/// </summary>
/// <param name="suffix">What the ids of the items share.</param>
/// <param name="withLogProbs">Whether texts carry log probabilities.</param>
/// <param name="events">Tells what happens.</param>
internal sealed class ResponseOutput(string suffix, bool withLogProbs, ResponseEvents events)
{
    private readonly List<OutputItem> _items = [];
    private OutputItem? _open;

    public List<int> TokenIds { get; } = [];

    /// <summary>Why the answer ended, once its last token has come.</summary>
    public AnswerFinish? Finish { get; private set; }

    /// <exception cref="ApiException">The provider answers what was not asked for.</exception>
    public void Add(in AnswerToken token)
    {
        if (token.Choice != 0) throw Odd();
        Finish ??= token.Finish;
        if (token.TokenId is { } id) TokenIds.Add(id);
        if (token.Tool is { } tool) Open(ItemKind.Call, tool);
        if (token.Text.Length == 0) return;
        var kind = token.Kind switch { AnswerKind.Reasoning => ItemKind.Reasoning, AnswerKind.ToolArguments => ItemKind.Call, _ => ItemKind.Message };
        if (_open?.Kind != kind) Open(kind, null);
        _open!.Add(token, withLogProbs);
        Delta(_open, token);
    }

    /// <summary>The answer has ended.</summary>
    /// <param name="isComplete">Whether it ended by itself.</param>
    public void Close(bool isComplete)
    {
        // An answer without a word is an empty message, not nothing.
        if (isComplete && _items.Count == 0) Open(ItemKind.Message, null);
        End(isComplete ? "completed" : "incomplete");
    }

    public void Write(Utf8JsonWriter json)
    {
        foreach (var item in _items) item.Write(json);
    }

    private void Open(ItemKind kind, AnswerTool? tool)
    {
        if (kind == ItemKind.Call && tool is null) throw Odd();
        End("completed");
        var item = _open = new OutputItem(kind, _items.Count, $"{ConversationItem.Prefix(kind)}{suffix}_{_items.Count}", tool);
        _items.Add(item);
        events.Add("response.output_item.added", json => Whole(json, item));
        if (kind != ItemKind.Call) events.Add("response.content_part.added", json => Part(json, item));
    }

    private void Delta(OutputItem item, AnswerToken token) => events.Add(Name(item.Kind) + ".delta", json =>
    {
        Place(json, item);
        json.WriteString("delta", token.Text);
        if (item.Kind == ItemKind.Message) OutputItem.WriteLogProbs(json, withLogProbs && token is { LogProb: not null, TokenId: not null } ? [token] : []);
    });

    private void End(string status)
    {
        if (_open is not { } item) return;
        item.Status = status;
        events.Add(Name(item.Kind) + ".done", json =>
        {
            Place(json, item);
            json.WriteString(item.Kind == ItemKind.Call ? "arguments" : "text", item.Text);
            if (item.Kind == ItemKind.Message) item.WriteLogProbs(json);
        });
        if (item.Kind != ItemKind.Call) events.Add("response.content_part.done", json => Part(json, item));
        events.Add("response.output_item.done", json => Whole(json, item));
        _open = null;
    }

    private static string Name(ItemKind kind) => kind switch
    {
        ItemKind.Message => "response.output_text",
        ItemKind.Call => "response.function_call_arguments",
        _ => "response.reasoning_text",
    };

    private static void Place(Utf8JsonWriter json, OutputItem item)
    {
        json.WriteString("item_id", item.Id);
        json.WriteNumber("output_index", item.Index);
        if (item.Kind != ItemKind.Call) json.WriteNumber("content_index", 0);
    }

    private static void Part(Utf8JsonWriter json, OutputItem item)
    {
        Place(json, item);
        json.WritePropertyName("part");
        item.WritePart(json);
    }

    private static void Whole(Utf8JsonWriter json, OutputItem item)
    {
        json.WriteNumber("output_index", item.Index);
        json.WritePropertyName("item");
        item.Write(json);
    }

    private static ApiException Odd() => new(502, ErrorTypes.Server, "engine_failed", "The provider answered what was not asked for. Try again.");
}
