using System.Diagnostics.Metrics;
using Cocoon.Core.Audits;
using Cocoon.Grains.Events;

namespace Cocoon.Telemetry.Events;

/// <summary>
/// Counts what grains tell. Labels are of closed lists (kinds, codes, the registry's models): no job, key, channel or
/// provider ever becomes one. Thread-safe.
/// </summary>
internal sealed class MarketMeters
{
    /// <summary>Name of the meter of all that comes from events.</summary>
    public const string Name = "Cocoon.Market";

    private readonly Counter<long> _events, _jobs, _tokens, _revenue, _fees, _bonus, _refusals, _batches, _receipts, _paid, _audits;
    private readonly Histogram<double> _leasing, _request, _firstToken, _perToken, _confirming;
    private readonly Histogram<long> _usage;

    public MarketMeters(IMeterFactory meters)
    {
        var meter = meters.Create(Name);
        _events = meter.CreateCounter<long>("cocoon.market.events", "{event}", "Events told by grains, by kind.");
        _jobs = meter.CreateCounter<long>("cocoon.market.jobs", "{job}", "Jobs that ended, by outcome, and by refusal code where they failed.");
        _tokens = meter.CreateCounter<long>("cocoon.market.tokens", "{token}", "Tokens charged for, by model and kind.");
        _revenue = meter.CreateCounter<long>("cocoon.market.revenue", "nanoton", "Charges posted to channels, fees included.");
        _fees = meter.CreateCounter<long>("cocoon.market.fees", "nanoton", "The market's part of the charges, less bonuses.");
        _bonus = meter.CreateCounter<long>("cocoon.market.bonus", "nanoton", "Paid to providers on top of their pay, out of the market's part.");
        _leasing = Seconds(meter, "cocoon.market.lease.duration", "From a job's start to its lease: hold, provider and writes.", GenAi.FirstTokenBuckets);
        _refusals = meter.CreateCounter<long>("cocoon.attestation.refusals", "{refusal}", "Providers whose evidence was refused or revoked, by refusal code.");
        _batches = meter.CreateCounter<long>("cocoon.settlement.batches", "{batch}", "Batches by what became of them: cut, sent, confirmed, rejected.");
        _receipts = meter.CreateCounter<long>("cocoon.settlement.receipts", "{receipt}", "Receipts whose batch is final on chain.");
        _paid = meter.CreateCounter<long>("cocoon.settlement.paid", "nanoton", "Paid to providers by batches that are final on chain.");
        _confirming = Seconds(meter, "cocoon.settlement.confirm.duration", "From a batch's cut to its being final on chain.", [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1_800, 3_600]);
        _audits = meter.CreateCounter<long>("cocoon.market.audits", "{audit}", "Jobs that were run again elsewhere and compared, by outcome.");
        _usage = meter.CreateHistogram("gen_ai.client.token.usage", "{token}", "Billed tokens of a job, by type.", null, new InstrumentAdvice<long> { HistogramBucketBoundaries = GenAi.TokenBuckets });
        _request = Seconds(meter, "gen_ai.server.request.duration", "Work of the provider's machine on a request.", GenAi.DurationBuckets);
        _firstToken = Seconds(meter, "gen_ai.server.time_to_first_token", "From the request's arrival at the provider's machine to its first token.", GenAi.FirstTokenBuckets);
        _perToken = Seconds(meter, "gen_ai.server.time_per_output_token", "Between tokens after the first, mean of an answer.", GenAi.PerTokenBuckets);
    }

    /// <summary>Shows zeros where an alert has to see the step from none to one.</summary>
    public void ShowZeros()
    {
        foreach (var state in new[] { "cut", "sent", "confirmed", "rejected" }) _batches.Add(0, Tag("state", state));
        foreach (var code in new[] { RefusalCode.EvidenceRefused, RefusalCode.AppraisalRevoked }) _refusals.Add(0, Tag("code", code.ToString()));
        foreach (var counter in new[] { _revenue, _fees, _bonus, _receipts, _paid }) counter.Add(0);
        foreach (var outcome in Enum.GetValues<AuditOutcome>()) _audits.Add(0, Tag("outcome", outcome.ToString()));
        _jobs.Add(0, Tag("outcome", "completed"), Tag("code", nameof(RefusalCode.None)));
    }

    public void Count(MarketEvent news)
    {
        _events.Add(1, Tag("kind", news.Kind.ToString()));
        switch (news.Kind)
        {
            case MarketEventKind.JobLeased:
                _leasing.Record(news.Elapsed?.TotalSeconds ?? 0);
                break;
            case MarketEventKind.JobCompleted:
                Completed(news);
                break;
            case MarketEventKind.JobFailed:
                _jobs.Add(1, Tag("outcome", "failed"), Tag("code", news.Code.ToString()));
                break;
            case MarketEventKind.AnswerEnded:
                Answered(news);
                break;
            case MarketEventKind.ProviderRefused:
                _refusals.Add(1, Tag("code", news.Code.ToString()));
                break;
            case MarketEventKind.BatchCut:
                _batches.Add(1, Tag("state", "cut"));
                break;
            case MarketEventKind.BatchSent:
                _batches.Add(1, Tag("state", "sent"));
                break;
            case MarketEventKind.BatchRejected:
                _batches.Add(1, Tag("state", "rejected"));
                break;
            case MarketEventKind.JobAudited:
                _audits.Add(1, Tag("outcome", ((AuditOutcome)news.Count).ToString()));
                break;
            case MarketEventKind.BatchConfirmed:
                Confirmed(news);
                break;
        }
    }

    private void Completed(MarketEvent news)
    {
        _jobs.Add(1, Tag("outcome", "completed"), Tag("code", nameof(RefusalCode.None)));
        _revenue.Add(news.Amount.Value);
        _fees.Add(news.Fee.Value);
        _bonus.Add(news.Bonus.Value);
        var model = Tag("model", news.Model);
        _tokens.Add(news.Tokens.Prompt, model, Tag("kind", "prompt"));
        _tokens.Add(news.Tokens.CachedPrompt, model, Tag("kind", "cached_prompt"));
        _tokens.Add(news.Tokens.Completion, model, Tag("kind", "completion"));
        _tokens.Add(news.Tokens.Reasoning, model, Tag("kind", "reasoning"));
        _usage.Record(news.Tokens.Prompt + news.Tokens.CachedPrompt, [.. Served(news), Tag(GenAi.TokenType, "input")]);
        _usage.Record(news.Tokens.Delivered, [.. Served(news), Tag(GenAi.TokenType, "output")]);
    }

    private void Answered(MarketEvent news)
    {
        KeyValuePair<string, object?>[] served = Served(news);
        var elapsed = news.Elapsed ?? TimeSpan.Zero;
        _request.Record(elapsed.TotalSeconds, news.Code == RefusalCode.None ? served : [.. served, Tag(GenAi.ErrorType, news.Code.ToString())]);
        if (news.ToFirstToken is not { } first) return;
        _firstToken.Record(first.TotalSeconds, served);
        if (news.Tokens.Delivered > 1) _perToken.Record((elapsed - first).TotalSeconds / (news.Tokens.Delivered - 1), served);
    }

    private void Confirmed(MarketEvent news)
    {
        _batches.Add(1, Tag("state", "confirmed"));
        _receipts.Add(news.Count);
        _paid.Add(news.Amount.Value);
        _confirming.Record(news.Elapsed?.TotalSeconds ?? 0);
    }

    private static KeyValuePair<string, object?>[] Served(MarketEvent news) =>
        [Tag(GenAi.Operation, GenAi.Chat), Tag(GenAi.Provider, GenAi.Market), Tag(GenAi.RequestModel, news.Model), Tag(GenAi.ResponseModel, news.Model)];

    private static Histogram<double> Seconds(Meter meter, string name, string description, IReadOnlyList<double> buckets) =>
        meter.CreateHistogram(name, "s", description, null, new InstrumentAdvice<double> { HistogramBucketBoundaries = buckets });

    private static KeyValuePair<string, object?> Tag(string name, object? value) => new(name, value);
}
