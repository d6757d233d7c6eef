using System.Text.Json;
using Cocoon.Core.Receipts;
using Cocoon.Gateway.Chat;
using Cocoon.Gateway.Errors;
using Cocoon.Gateway.Keys;
using Cocoon.Grains.Answers;
using Cocoon.Grains.Inference;
using Cocoon.Sealing;

namespace Cocoon.Gateway.Responses;

/// <summary>One response being made, from its job to its end. Not thread-safe.</summary>
internal sealed class ResponseRun
{
    private readonly ResponseRequest _request;
    private readonly IReadOnlyList<ConversationItem> _items;
    private readonly ResponseJson _json;
    private readonly ResponseOutput _output;

    /// <param name="caller">Who asks.</param>
    /// <param name="request">For what.</param>
    /// <param name="history">What was said before.</param>
    /// <param name="job">The job that makes it; the response's id is the job's.</param>
    /// <param name="created">In seconds since 1970.</param>
    public ResponseRun(Caller caller, ResponseRequest request, IReadOnlyList<ConversationItem> history, StartedJob job, long created)
    {
        (Caller, _request, Job) = (caller, request, job);
        _items = [.. history, .. request.Input];
        Id = AnswerKeys.Response(job.Id);
        _json = new ResponseJson(Id, job.Lease.Model, created, request);
        _output = new ResponseOutput(job.Id.ToString(), request.LogProbs, Events);
    }

    public string Id { get; }

    public Caller Caller { get; }

    public StartedJob Job { get; }

    /// <summary>Tells of it as it is made.</summary>
    public ResponseEvents Events { get; } = new();

    public bool WantsStore => _request.Store;

    public void Begin()
    {
        Events.Add("response.created", json => Whole(json, ResponseStatus.InProgress));
        Events.Add("response.in_progress", json => Whole(json, ResponseStatus.InProgress));
    }

    public void Add(in AnswerToken token) => _output.Add(token);

    /// <summary>The response object while it is being made.</summary>
    public byte[] InProgress() => Json.Bytes(json => _json.Write(json, ResponseStatus.InProgress));

    /// <summary>The answer has ended: its items are closed.</summary>
    /// <returns>The response's status.</returns>
    public string Close(InferenceOutcome outcome)
    {
        var status = outcome.Failure is not null ? ResponseStatus.Failed
            : _output.Finish == AnswerFinish.Length || outcome.Ending == JobEnding.Length ? ResponseStatus.Incomplete
            : ResponseStatus.Completed;
        _output.Close(status == ResponseStatus.Completed);
        return status;
    }

    /// <summary>The response object of an answer that has ended.</summary>
    /// <param name="status">What <see cref="Close"/> said.</param>
    /// <param name="end">How it ended.</param>
    /// <param name="isKept">Whether it can be asked for again.</param>
    public byte[] Ended(string status, AnswerEnd end, bool isKept) => Json.Bytes(json => _json.Write(
        json, status, isKept, _output, end.Tokens, end.Outcome.Failure is { } failure ? RefusalErrors.ToApi(failure) : null,
        market => MarketJson.Write(market, end, _output.TokenIds)));

    /// <summary>The response object of an answer whose end nobody saw; its jobs' receipts say what it cost.</summary>
    public byte[] BrokenOff(string status, IAnswerParts answer, ApiException? error)
    {
        _output.Close(isComplete: false);
        return Json.Bytes(json => _json.Write(json, status, isKept: true, _output, null, error, market => MarketJson.WriteUnended(market, answer)));
    }

    /// <summary>What is kept of it.</summary>
    /// <param name="response">The response object.</param>
    public byte[] Kept(byte[] response) => KeptResponse.Encode(Id, _items, response);

    /// <summary>The last event of its stream.</summary>
    public void End(string status, byte[] response) => Events.Add("response." + status, json =>
    {
        json.WritePropertyName("response");
        json.WriteRawValue(response, skipInputValidation: true);
    });

    private void Whole(Utf8JsonWriter json, string status)
    {
        json.WritePropertyName("response");
        _json.Write(json, status);
    }
}
