using Cocoon.Core.Trust;
using Cocoon.Gateway.Channels;
using Cocoon.Gateway.Chat;
using Cocoon.Gateway.Errors;
using Cocoon.Gateway.Hosting;
using Cocoon.Gateway.Routing;
using Cocoon.Gateway.Timing;
using Cocoon.Grains.Routing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Cocoon.Gateway.Responses;

/// <summary>Brings a response to its caller, whole or as a stream of events, and has it kept before its end is told. Thread-safe.</summary>
internal sealed partial class ResponseDelivery(
    VoucherKeeper keeper, ErrorHandling errors, ResponseStore store, RouteBook book, IOptions<GatewayOptions> options, TimeProvider time, ILogger<ResponseDelivery> logger)
{
    /// <summary>Answers with the whole response.</summary>
    /// <exception cref="ApiException">The engine broke off.</exception>
    public async Task Collect(HttpContext http, OpenedAnswer opened, ResponseRun run)
    {
        Announce(http, opened);
        var times = RequestTimes.Of(http);
        var last = await Rest(opened, run, times);
        if (last.Outcome!.Failure is { } failure) throw RefusalErrors.ToApi(failure);
        var (_, response) = await End(opened, run, last, times, run.WantsStore ? store.TryKeep : null);
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = response.Length;
        await http.Response.Body.WriteAsync(response, http.RequestAborted);
    }

    /// <summary>Streams the response. An engine that fails ends it with <c>response.failed</c>, anything else with <c>error</c>.</summary>
    public async Task Stream(HttpContext http, OpenedAnswer opened, ResponseRun run)
    {
        Announce(http, opened);
        var times = RequestTimes.Of(http);
        var events = new EventStream(http.Response, http.RequestAborted);
        events.Begin();
        run.Events.To = events.Writer;
        using var pace = new EventPace(events, options.Value.KeepAlive, time);
        try
        {
            run.Begin();
            var part = opened.First;
            for (; part.Outcome is null; part = await pace.Await(times.Waiting(opened.Answer.Next())) ?? throw Unfinished()) run.Add(part.Token);
            var (status, response) = await End(opened, run, part, times, run.WantsStore ? store.TryKeep : null);
            run.End(status, response);
        }
        catch (Exception e) when (e is not OperationCanceledException && events.HasBegun)
        {
            // The status line is gone; the protocol's way to fail now is an event.
            var error = errors.ToApi(e, http.TraceIdentifier);
            run.Events.Add("error", json =>
            {
                json.WriteString("code", error.Code ?? error.Type);
                json.WriteString("message", error.Message);
                json.WriteString("param", error.Param);
            });
        }
        await events.Flush();
    }

    /// <summary>Takes the answer to its end with nobody listening.</summary>
    /// <returns>What is to be kept.</returns>
    public async Task<byte[]> Finish(OpenedAnswer opened, ResponseRun run, RequestTimes times)
    {
        var last = await Rest(opened, run, times);
        var (_, response) = await End(opened, run, last, times, null);
        return run.Kept(response);
    }

    public static void Announce(HttpContext http, OpenedAnswer opened) => http.Response.Headers["x-cocoon-tier"] = opened.Job.Lease.Appraisal.Tier.Name();

    private static async Task<AnswerPart> Rest(OpenedAnswer opened, ResponseRun run, RequestTimes times)
    {
        var part = opened.First;
        for (; part.Outcome is null; part = await times.Waiting(opened.Answer.Next()) ?? throw Unfinished()) run.Add(part.Token);
        return part;
    }

    private async Task<(string Status, byte[] Response)> End(OpenedAnswer opened, ResponseRun run, AnswerPart last, RequestTimes times, Func<Keys.Caller, string, byte[], Task<bool>>? keep)
    {
        var outcome = last.Outcome!;
        var status = run.Close(outcome);
        book.Note(opened.Answer.Job, outcome);
        var end = AnswerEnd.Of(opened, last, await keeper.Cover(run.Job.Channel), times);
        var response = run.Ended(status, end, isKept: run.WantsStore);
        if (keep is not null && !await keep(run.Caller, run.Id, run.Kept(response))) response = run.Ended(status, end, isKept: false);
        LogAnswered(run.Job.Id.ToString(), status, outcome.Tokens.Total, outcome.Bill?.Receipt.Receipt.Charge.Value ?? 0, run.Job.Lease.Appraisal.Tier.Name());
        return (status, response);
    }

    private static ApiException Unfinished() => new(502, ErrorTypes.Server, "engine_failed", "The provider ended the answer without an outcome.");

    [LoggerMessage(2122, LogLevel.Information, "Response of job {Job} {Status}: {Tokens} tokens, {ChargeNano} nano, tier {Tier}.")]
    private partial void LogAnswered(string job, string status, long tokens, long chargeNano, string tier);
}
