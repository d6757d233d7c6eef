using System.Diagnostics;
using System.Text.Json;

namespace Cocoon.Telemetry.Tests.Market;

/// <summary>All that a job's telemetry holds, searched for what it must not hold.</summary>
[Collection(WatchedMarketCollection.Name)]
public sealed class SecrecyTests(WatchedMarket market)
{
    [Fact]
    public async Task No_span_metric_log_or_event_of_a_job_holds_its_prompt_its_answer_or_a_key()
    {
        var told = new Dictionary<string, string>
        {
            ["spans"] = string.Join('\n', market.Spans.Select(Text)),
            ["logs"] = string.Join('\n', market.Logs.Lines),
            ["metrics"] = await market.Metrics() + await market.Metrics("application/openmetrics-text"),
            ["events"] = JsonSerializer.Serialize(market.Recent.Read(0).Events),
        };
        told.Should().OnlyContain(part => part.Value.Length > 500, "what is empty proves nothing");

        foreach (var (secret, text) in Secrets())
        {
            text.Length.Should().BeGreaterThan(5, $"{secret} must be long enough to be no accident");
            foreach (var (part, content) in told)
                content.Contains(text, StringComparison.OrdinalIgnoreCase).Should().BeFalse($"{part} must not hold {secret}");
        }
    }

    [Fact]
    public void The_search_would_find_what_it_looks_for() =>
        market.Recent.Read(0).Events.Select(one => one.News.Job).OfType<Core.Jobs.JobId>().First().ToString()
            .Should().Match(job => market.Spans.Any(span => Text(span).Contains(job)), "the job's id is told, and in the same places");

    private IEnumerable<(string Secret, string Text)> Secrets()
    {
        foreach (var word in new[] { "capital of France", "Zanzibar-7731", "quixotic" }) yield return ("the prompt", word);
        yield return ("the answer", Spoken());
        var key = market.Market.Node.ApiKey;
        yield return ("the API key", key.Reveal());
        yield return ("the API key's secret", Convert.ToHexString(market.Market.Network.Keys.ApiSecret));
        yield return ("the voucher key", Convert.ToHexString(market.Market.Network.Keys.VoucherSeed));
        yield return ("the voucher key", Convert.ToBase64String(market.Market.Network.Keys.VoucherSeed));
        yield return ("the admin key", market.Market.Network.Keys.AdminKey);
    }

    private string Spoken() => string.Concat(market.Answer.Split('\n')
        .Where(line => line.StartsWith("data: {", StringComparison.Ordinal))
        .Select(line => JsonDocument.Parse(line[6..]).RootElement.GetProperty("choices"))
        .Where(choices => choices.GetArrayLength() > 0 && choices[0].GetProperty("delta").TryGetProperty("content", out _))
        .Select(choices => choices[0].GetProperty("delta").GetProperty("content").GetString())).Trim();

    private static string Text(Activity span) => string.Join('\n',
    [
        span.OperationName, span.DisplayName, span.StatusDescription ?? "", span.TraceStateString ?? "",
        .. span.TagObjects.Select(tag => $"{tag.Key}={tag.Value}"),
        .. span.Baggage.Select(item => $"{item.Key}={item.Value}"),
        .. span.Events.SelectMany(one => one.Tags.Select(tag => $"{one.Name} {tag.Key}={tag.Value}")),
        .. span.Links.SelectMany(link => link.Tags ?? []).Select(tag => $"{tag.Key}={tag.Value}"),
    ]);
}
