using Cocoon.Core.Trust;
using Cocoon.Gateway.Channels;
using Cocoon.Gateway.Errors;
using Cocoon.Gateway.Hosting;
using Cocoon.Gateway.Routing;
using Cocoon.Gateway.Timing;
using Cocoon.Grains.Routing;
using Cocoon.Sealing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Cocoon.Gateway.Chat;

/// <summary>
/// Brings an answer to the caller, as a stream of events or whole. What is charged is what the provider counted while parts
/// were taken here, whatever the caller's connection did. Thread-safe.
/// </summary>
internal sealed partial class AnswerDelivery(
    VoucherKeeper keeper, ErrorHandling errors, RouteBook book, IOptions<GatewayOptions> options, TimeProvider time, ILogger<AnswerDelivery> logger)
{
    /// <summary>Collects an answer.</summary>
    /// <param name="http">The request.</param>
    /// <param name="opened">The answer; disposed of by the caller.</param>
    /// <param name="add">Takes each part but the last.</param>
    /// <exception cref="ApiException">The engine broke off.</exception>
    public async Task<AnswerEnd> Collect(HttpContext http, OpenedAnswer opened, Action<AnswerToken> add)
    {
        Announce(http, opened);
        var times = RequestTimes.Of(http);
        var part = opened.First;
        while (part.Outcome is null)
        {
            add(part.Token);
            part = await times.Waiting(opened.Answer.Next()) ?? throw Unfinished();
        }
        return await End(opened, part, times);
    }

    /// <summary>Writes an answer that was collected.</summary>
    public static async Task Write(HttpContext http, byte[] json)
    {
        http.Response.ContentType = "application/json";
        await http.Response.Body.WriteAsync(json, http.RequestAborted);
    }

    /// <summary>Streams an answer. What fails once the status line is gone is told as an error event, and there is no [DONE].</summary>
    public async Task Stream(HttpContext http, OpenedAnswer opened, IAnswerChunks chunks)
    {
        Announce(http, opened);
        var events = new EventStream(http.Response, http.RequestAborted);
        events.Begin();
        using var _ = chunks;
        using var pace = new EventPace(events, options.Value.KeepAlive, time);
        try
        {
            var part = opened.First;
            while (part.Outcome is null)
            {
                chunks.Part(part.Token, events.Writer);
                part = await pace.Await(opened.Answer.Next()) ?? throw Unfinished();
            }
            chunks.End(await End(opened, part, RequestTimes.Of(http)), events.Writer);
            await events.Done();
        }
        catch (Exception e) when (e is not OperationCanceledException && events.HasBegun)
        {
            await events.Data(ErrorBody.Of(errors.ToApi(e, http.TraceIdentifier)));
        }
    }

    private static void Announce(HttpContext http, OpenedAnswer opened) => http.Response.Headers["x-cocoon-tier"] = opened.Job.Lease.Appraisal.Tier.Name();

    private async Task<AnswerEnd> End(OpenedAnswer opened, AnswerPart last, RequestTimes times)
    {
        var (job, outcome) = (opened.Answer.Job, last.Outcome!);
        book.Note(job, outcome);
        if (outcome.Failure is { } failure) throw RefusalErrors.ToApi(failure);
        var voucher = await keeper.Cover(job.Channel);
        LogAnswered(job.Id.ToString(), outcome.Tokens.Total, outcome.Bill?.Receipt.Receipt.Charge.Value ?? 0, job.Lease.Appraisal.Tier.Name());
        return AnswerEnd.Of(opened, last, voucher, times);
    }

    private static ApiException Unfinished() => new(502, ErrorTypes.Server, "engine_failed", "The provider ended the answer without an outcome.");

    [LoggerMessage(2101, LogLevel.Information, "Job {Job}: {Tokens} tokens, {ChargeNano} nano, tier {Tier}.")]
    private partial void LogAnswered(string job, long tokens, long chargeNano, string tier);
}
