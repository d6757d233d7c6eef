using System.Text.Json;
using Cocoon.Core.Trust;
using Cocoon.Gateway.Channels;
using Cocoon.Gateway.Errors;
using Cocoon.Gateway.Hosting;
using Cocoon.Gateway.Keys;
using Cocoon.Gateway.Sealed;
using Cocoon.Inference.OpenAi;
using Cocoon.Sealing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Cocoon.Gateway.Chat;

/// <summary>POST /v1/chat/completions, streaming and not.</summary>
internal sealed partial class ChatEndpoint(
    Authenticator authenticator, JobStarter jobs, PromptSealer sealer, VoucherKeeper keeper, ErrorHandling errors,
    IOptions<GatewayOptions> options, TimeProvider time, ILogger<ChatEndpoint> logger)
{
    public async Task Complete(HttpContext http)
    {
        var caller = await authenticator.Authenticate(http);
        var body = await RequestBody.Read(http, options.Value.MaxBodyBytes);
        var request = ChatCompletionRequest.Parse(body);
        var job = await jobs.Start(caller, Authenticator.Channel(caller, http), request, body, http);
        await using var answer = await sealer.Send(job, http.RequestAborted);
        // The first token is awaited before any header, so that what fails early fails with a proper status.
        var first = await answer.Next() ?? throw Unfinished();
        http.Response.Headers["x-cocoon-tier"] = job.Lease.Appraisal.Tier.Name();
        var collected = await (request.Stream ? Stream(http, job, request, first, answer) : Collect(http, job, first, answer));
        if (collected.Outcome is { } outcome) LogAnswered(job.Id.ToString(), outcome.Tokens.Total, outcome.Bill?.Receipt.Receipt.Charge.Value ?? 0, job.Lease.Appraisal.Tier.Name());
    }

    private async Task<ChatAnswer> Collect(HttpContext http, StartedJob job, AnswerPart first, SealedAnswer parts)
    {
        var answer = new ChatAnswer();
        answer.Add(first);
        while (await parts.Next() is { } part) answer.Add(part);
        if (answer.Outcome is not { } outcome) throw Unfinished();
        if (outcome.Failure is { } failure) throw RefusalErrors.ToApi(failure);
        var voucher = await keeper.Cover(job.Channel);
        http.Response.ContentType = "application/json";
        await http.Response.Body.WriteAsync(ChatJson.Completion(job, Created, answer, voucher), http.RequestAborted);
        return answer;
    }

    private async Task<ChatAnswer> Stream(HttpContext http, StartedJob job, ChatCompletionRequest request, AnswerPart first, SealedAnswer parts)
    {
        var answer = new ChatAnswer();
        var events = new EventStream(http.Response, http.RequestAborted);
        var created = Created;
        events.Begin();
        try
        {
            await events.Data(ChatJson.Chunk(job, created, static json =>
            {
                json.WriteString("role", "assistant");
                json.WriteString("content", "");
                json.WriteNull("refusal");
            }, null, request.IncludeUsage, null));
            for (var part = first; part is not null; part = await Next(events, parts))
            {
                answer.Add(part);
                if (part.Outcome is null) await Content(events, job, request, created, part.Token);
            }
            await Finish(events, job, request, created, answer);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The status line is gone; the protocol's way to fail now is an error event and no [DONE].
            await events.Data(ErrorBody.Of(errors.ToApi(e, http.TraceIdentifier)));
        }
        return answer;
    }

    private static Task Content(EventStream events, StartedJob job, ChatCompletionRequest request, long created, AnswerToken token)
    {
        if (token.Text.Length == 0 && !request.Market.TokenIds) return Task.CompletedTask;
        Action<Utf8JsonWriter>? market = request.Market.TokenIds && token.TokenId is { } id ? json => ChatJson.TokenIds(json, id) : null;
        return events.Data(ChatJson.Chunk(job, created, json => json.WriteString("content", token.Text), null, request.IncludeUsage, market));
    }

    private async Task Finish(EventStream events, StartedJob job, ChatCompletionRequest request, long created, ChatAnswer answer)
    {
        if (answer.Outcome is not { } outcome) throw Unfinished();
        if (outcome.Failure is { } failure) throw RefusalErrors.ToApi(failure);
        var voucher = await keeper.Cover(job.Channel);
        await events.Data(ChatJson.Chunk(job, created, static _ => { }, ChatAnswer.FinishReason(outcome.Ending), request.IncludeUsage,
            json => ChatJson.Market(json, job, answer, voucher)));
        if (request.IncludeUsage) await events.Data(ChatJson.UsageChunk(job, created, outcome.Tokens));
        await events.Done();
    }

    /// <summary>The next chunk; comments keep the connection alive while it takes long.</summary>
    private async Task<AnswerPart?> Next(EventStream events, SealedAnswer parts)
    {
        var next = parts.Next();
        while (!next.IsCompleted)
        {
            using var quiet = new CancellationTokenSource();
            var silence = Task.Delay(options.Value.KeepAlive, time, quiet.Token);
            if (await Task.WhenAny(next, silence) == silence) await events.KeepAlive();
            await quiet.CancelAsync();
        }
        return await next;
    }

    private static ApiException Unfinished() => new(502, ErrorTypes.Server, "engine_failed", "The provider ended the answer without an outcome.");

    private long Created => time.GetUtcNow().ToUnixTimeSeconds();

    [LoggerMessage(2101, LogLevel.Information, "Job {Job}: {Tokens} tokens, {ChargeNano} nano, tier {Tier}.")]
    private partial void LogAnswered(string job, long tokens, long chargeNano, string tier);
}
