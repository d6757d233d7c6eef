using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Cocoon.Core;

namespace Cocoon.Cli.Market;

/// <summary>"cocoon job": why a job went to the provider it went to.</summary>
internal static class JobCommand
{
    public static Command Create()
    {
        var job = new Argument<string>("job") { Description = "The job's id, as the answer has it under cocoon.job_id." };
        return new Command("job", "Look at one job.")
        {
            MarketOptions.State,
            new Command("why", "Which providers there were for a job of this gateway's latest, what they were compared by, and why others were not asked.") { job }
                .With((market, result, token) => Why(market, result.GetValue(job)!, token)),
        };
    }

    private static async Task Why(RunningMarket market, string job, CancellationToken cancellationToken)
    {
        var why = await market.AsClient(HttpMethod.Get, $"cocoon/v1/jobs/{Uri.EscapeDataString(job)}/why", null, cancellationToken);
        var asked = why.GetProperty("asked");
        Tables.Line("job", why.GetProperty("job_id").GetString());
        Tables.Line("picked at", why.GetProperty("at").GetDateTimeOffset().ToString("u", CultureInfo.InvariantCulture));
        Tables.Line("asked for", $"tier {asked.GetProperty("tier").GetString()}, {Counted.Of(asked.GetProperty("tokens").GetInt32(), "token")}, {asked.GetProperty("class").GetString()}, {asked.GetProperty("prefer").GetString()}");
        Tables.Line("offers", why.GetProperty("offers").GetInt32());
        foreach (var refused in why.GetProperty("refusals").EnumerateObject()) Tables.Line($"  {refused.Name}", refused.Value.GetInt32());
        foreach (var offer in why.GetProperty("candidates").EnumerateArray())
            Console.WriteLine($"{offer.GetProperty("verdict").GetString(),-20} {offer.GetProperty("provider").GetString()}  {offer.GetProperty("in_use").GetInt32()} of {Counted.Of(offer.GetProperty("slots").GetInt32(), "slot")}{Scores(offer)}");
    }

    private static string Scores(JsonElement offer) => string.Concat(((string[])["score", "price_ratio", "wait_ratio", "rate_ratio", "quality", "start_share"])
        .Select(name => offer.TryGetProperty(name, out var value) ? $"  {name.Replace('_', ' ')} {value.GetDouble():0.###}" : ""));
}
