using System.Buffers;
using System.Text.Json;
using Cocoon.Inference.OpenAi;
using Cocoon.Sealing;

namespace Cocoon.Gateway.Chat;

/// <summary>
/// The events of a streamed chat completion. Each choice begins with its role; tool calls stream by index, the first fragment
/// with id, type and name; each choice ends with its finish reason. The last of those events has our object.
/// </summary>
internal sealed class ChatChunks : IAnswerChunks
{
    private readonly StartedJob _job;
    private readonly ChatCompletionRequest _request;
    private readonly ChunkFrame _frame;
    private readonly Choice[] _choices;
    private int _open;

    public ChatChunks(StartedJob job, ChatCompletionRequest request, long created)
    {
        (_job, _request, _open) = (job, request, request.Choices);
        _frame = new ChunkFrame(json => ChatJson.Head(json, job, created, "chat.completion.chunk"), request.IncludeUsage);
        _choices = new Choice[request.Choices];
    }

    public void Part(in AnswerToken token, IBufferWriter<byte> to)
    {
        ref var choice = ref _choices[ChoiceAnswer.Index(token, _choices.Length)];
        if (token.Text.Length > 0 || token.Tool is not null || IsTold(token))
        {
            if (!choice.HasBegun) Role(ref choice, token, to);
            Delta(ref choice, token, to);
        }
        if (token.Finish is not { } finish || choice.Finish is not null) return;
        choice.Finish = finish;
        // The last one waits for the outcome, to carry what the answer cost.
        if (--_open == 0) return;
        Finish(ref choice, token.Choice, finish, to);
        _frame.End(to);
    }

    public void End(AnswerEnd end, IBufferWriter<byte> to)
    {
        var last = Array.FindLastIndex(_choices, static choice => !choice.HasEnded);
        for (var index = 0; index <= last; index++)
        {
            if (_choices[index].HasEnded) continue;
            Finish(ref _choices[index], index, _choices[index].Finish ?? ChatJson.Finish(end.Outcome.Ending), to);
            if (index < last) _frame.End(to);
        }
        MarketJson.Write(_frame.BeginMarket(to), end);
        _frame.EndMarket(to);
        if (!_request.IncludeUsage) return;
        UsageJson.Write(_frame.BeginUsage(to), end.Tokens);
        _frame.EndUsage(to);
    }

    public void Dispose() => _frame.Dispose();

    /// <summary>Whether a token is told of even where its text is not known yet.</summary>
    private bool IsTold(in AnswerToken token) => token.TokenId is not null && (_request.Market.TokenIds || (_request.LogProbs && token.LogProb is not null));

    private void Role(ref Choice choice, in AnswerToken token, IBufferWriter<byte> to)
    {
        choice.HasBegun = true;
        var json = Begin(token.Choice, to);
        json.WriteString("role"u8, "assistant"u8);
        if (token.Tool is null) json.WriteString("content"u8, ""u8);
        else json.WriteNull("content"u8);
        json.WriteNull("refusal"u8);
        json.WriteEndObject();
        EndChoice(json, null);
        _frame.End(to);
    }

    private void Delta(ref Choice choice, in AnswerToken token, IBufferWriter<byte> to)
    {
        var json = Begin(token.Choice, to);
        if (token.Tool is not null) choice.Tools++;
        if (token.Tool is not null || token.Kind == AnswerKind.ToolArguments) ToolCall(json, choice.Tools - 1, token);
        else json.WriteString(token.Kind == AnswerKind.Reasoning ? "reasoning_content"u8 : "content"u8, token.Text);
        json.WriteEndObject();
        if (_request.LogProbs && token.LogProb is not null && token.TokenId is not null && token.Kind == AnswerKind.Content) LogProbsJson.Write(json, token);
        else json.WriteNull("logprobs"u8);
        json.WriteNull("finish_reason"u8);
        json.WriteEndObject();
        if (_request.Market.TokenIds && token.TokenId is { } id)
        {
            MarketJson.TokenId(_frame.BeginMarket(to), id);
            _frame.EndMarket(to);
        }
        else _frame.End(to);
    }

    private static void ToolCall(Utf8JsonWriter json, int index, in AnswerToken token)
    {
        json.WriteStartArray("tool_calls"u8);
        json.WriteStartObject();
        json.WriteNumber("index"u8, Math.Max(0, index));
        if (token.Tool is { } tool)
        {
            json.WriteString("id"u8, tool.Id);
            json.WriteString("type"u8, "function"u8);
        }
        json.WriteStartObject("function"u8);
        if (token.Tool is { } named) json.WriteString("name"u8, named.Name);
        json.WriteString("arguments"u8, token.Kind == AnswerKind.ToolArguments ? token.Text : "");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private void Finish(ref Choice choice, int index, AnswerFinish finish, IBufferWriter<byte> to)
    {
        // An answer without a word still says who speaks.
        if (!choice.HasBegun) Role(ref choice, new AnswerToken(null, "", null) { Choice = index }, to);
        choice.HasEnded = true;
        var json = Begin(index, to);
        json.WriteEndObject();
        EndChoice(json, ChatJson.Name(finish));
    }

    private Utf8JsonWriter Begin(int choice, IBufferWriter<byte> to)
    {
        var json = _frame.Begin(to);
        json.WriteStartObject();
        json.WriteNumber("index"u8, choice);
        json.WriteStartObject("delta"u8);
        return json;
    }

    private static void EndChoice(Utf8JsonWriter json, string? finish)
    {
        json.WriteNull("logprobs"u8);
        json.WriteString("finish_reason"u8, finish);
        json.WriteEndObject();
    }

    /// <summary>How far one choice is.</summary>
    private struct Choice
    {
        public bool HasBegun;
        public int Tools;
        public AnswerFinish? Finish;
        public bool HasEnded;
    }
}
