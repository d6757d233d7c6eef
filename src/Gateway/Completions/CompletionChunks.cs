using System.Buffers;
using System.Text.Json;
using Cocoon.Gateway.Chat;
using Cocoon.Inference.OpenAi;
using Cocoon.Sealing;

namespace Cocoon.Gateway.Completions;

/// <summary>The events of a streamed text completion. The last one with a finish reason has our object.</summary>
internal sealed class CompletionChunks : IAnswerChunks
{
    private readonly StartedJob _job;
    private readonly ChatCompletionRequest _request;
    private readonly ChunkFrame _frame;
    private readonly Choice[] _choices;
    private int _open;

    public CompletionChunks(StartedJob job, ChatCompletionRequest request, long created)
    {
        (_job, _request, _open) = (job, request, request.Choices);
        _frame = new ChunkFrame(json => CompletionJson.Head(json, job, created), request.IncludeUsage);
        _choices = new Choice[request.Choices];
    }

    public void Part(in AnswerToken token, IBufferWriter<byte> to)
    {
        ref var choice = ref _choices[ChoiceAnswer.Index(token, _choices.Length)];
        var isTold = token.TokenId is not null && (_request.Market.TokenIds || (_request.LogProbs && token.LogProb is not null));
        if (token.Text.Length > 0 || isTold) Text(ref choice, token, to);
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

    private void Text(ref Choice choice, in AnswerToken token, IBufferWriter<byte> to)
    {
        var json = Begin(token.Choice, token.Text, to);
        if (_request.LogProbs && token is { LogProb: not null, TokenId: not null }) choice.Offset = CompletionJson.LogProbs(json, [token], choice.Offset);
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

    private void Finish(ref Choice choice, int index, AnswerFinish finish, IBufferWriter<byte> to)
    {
        choice.HasEnded = true;
        var json = Begin(index, "", to);
        json.WriteNull("logprobs"u8);
        json.WriteString("finish_reason"u8, ChatJson.Name(finish));
        json.WriteEndObject();
    }

    private Utf8JsonWriter Begin(int choice, string text, IBufferWriter<byte> to)
    {
        var json = _frame.Begin(to);
        json.WriteStartObject();
        json.WriteString("text"u8, text);
        json.WriteNumber("index"u8, choice);
        return json;
    }

    /// <summary>How far one choice is.</summary>
    private struct Choice
    {
        public int Offset;
        public AnswerFinish? Finish;
        public bool HasEnded;
    }
}
