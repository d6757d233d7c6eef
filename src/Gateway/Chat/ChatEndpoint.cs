using System.Text.Json;
using Cocoon.Core.Trust;
using Cocoon.Gateway.Channels;
using Cocoon.Gateway.Errors;
using Cocoon.Gateway.Hosting;
using Cocoon.Gateway.Keys;
using Cocoon.Grains;
using Cocoon.Grains.Inference;
using Cocoon.Inference.OpenAi;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Cocoon.Gateway.Chat;

/// <summary>POST /v1/chat/completions, streaming and not.</summary>
internal sealed partial class ChatEndpoint(
    Authenticator authenticator, JobStarter jobs, VoucherKeeper keeper, ErrorHandling errors, IGrainFactory grains,
    IOptions<GatewayOptions> options, TimeProvider time, ILogger<ChatEndpoint> logger)
{
    public async Task Complete(HttpContext http)
    {
        var caller = await authenticator.Authenticate(http);
        var body = await RequestBody.Read(http, options.Value.MaxBodyBytes);
        var request = ChatCompletionRequest.Parse(body);
        var job = await jobs.Start(caller, Authenticator.Channel(caller, http), request, body, http);
        // A batch of one: a token counts as delivered when the next one is asked for.
        await using var tokens = grains.Inference(job.Lease.Provider)
            .Run(job.Id, job.Lease.Epoch, job.Body, http.RequestAborted).WithBatchSize(1).GetAsyncEnumerator(http.RequestAborted);
        // The first token is awaited before any header, so that what fails early fails with a proper status.
        var first = await tokens.MoveNextAsync() ? tokens.Current : throw new ApiException(502, ErrorTypes.Server, "engine_failed", "The provider ended the answer without an outcome.");
        http.Response.Headers["x-cocoon-tier"] = job.Lease.Appraisal.Tier.Name();
        var answer = await (request.Stream ? Stream(http, job, request, first, tokens) : Collect(http, job, first, tokens));
        if (answer.Outcome is { } outcome) LogAnswered(job.Id.ToString(), outcome.Tokens.Total, outcome.Bill?.Receipt.Receipt.Charge.Value ?? 0, job.Lease.Appraisal.Tier.Name());
    }

    private async Task<ChatAnswer> Collect(HttpContext http, StartedJob job, TokenChunk first, IAsyncEnumerator<TokenChunk> tokens)
    {
        var answer = new ChatAnswer();
        answer.Add(first);
        while (await tokens.MoveNextAsync()) answer.Add(tokens.Current);
        if (answer.Outcome is not { } outcome) throw new ApiException(502, ErrorTypes.Server, "engine_failed", "The provider ended the answer without an outcome.");
        if (outcome.Failure is { } failure) throw RefusalErrors.ToApi(failure);
        var voucher = await keeper.Cover(job.Channel);
        http.Response.ContentType = "application/json";
        await http.Response.Body.WriteAsync(ChatJson.Completion(job, Created, answer, voucher), http.RequestAborted);
        return answer;
    }

    private async Task<ChatAnswer> Stream(HttpContext http, StartedJob job, ChatCompletionRequest request, TokenChunk first, IAsyncEnumerator<TokenChunk> tokens)
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
            for (var chunk = first; chunk is not null; chunk = await Next(events, tokens))
            {
                answer.Add(chunk);
                if (chunk.Outcome is null) await Content(events, job, request, created, chunk);
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

    private static Task Content(EventStream events, StartedJob job, ChatCompletionRequest request, long created, TokenChunk chunk)
    {
        if (chunk.Text.Length == 0 && !request.Market.TokenIds) return Task.CompletedTask;
        Action<Utf8JsonWriter>? market = request.Market.TokenIds && chunk.TokenId is { } token ? json => ChatJson.TokenIds(json, token) : null;
        return events.Data(ChatJson.Chunk(job, created, json => json.WriteString("content", chunk.Text), null, request.IncludeUsage, market));
    }

    private async Task Finish(EventStream events, StartedJob job, ChatCompletionRequest request, long created, ChatAnswer answer)
    {
        if (answer.Outcome is not { } outcome) throw new ApiException(502, ErrorTypes.Server, "engine_failed", "The provider ended the answer without an outcome.");
        if (outcome.Failure is { } failure) throw RefusalErrors.ToApi(failure);
        var voucher = await keeper.Cover(job.Channel);
        await events.Data(ChatJson.Chunk(job, created, static _ => { }, ChatAnswer.FinishReason(outcome.Ending), request.IncludeUsage,
            json => ChatJson.Market(json, job, outcome, voucher)));
        if (request.IncludeUsage) await events.Data(ChatJson.UsageChunk(job, created, outcome.Tokens));
        await events.Done();
    }

    /// <summary>The next chunk; comments keep the connection alive while it takes long.</summary>
    private async Task<TokenChunk?> Next(EventStream events, IAsyncEnumerator<TokenChunk> tokens)
    {
        var next = tokens.MoveNextAsync().AsTask();
        while (!next.IsCompleted)
        {
            using var quiet = new CancellationTokenSource();
            var silence = Task.Delay(options.Value.KeepAlive, time, quiet.Token);
            if (await Task.WhenAny(next, silence) == silence) await events.KeepAlive();
            await quiet.CancelAsync();
        }
        return await next ? tokens.Current : null;
    }

    private long Created => time.GetUtcNow().ToUnixTimeSeconds();

    [LoggerMessage(2101, LogLevel.Information, "Job {Job}: {Tokens} tokens, {ChargeNano} nano, tier {Tier}.")]
    private partial void LogAnswered(string job, long tokens, long chargeNano, string tier);
}
