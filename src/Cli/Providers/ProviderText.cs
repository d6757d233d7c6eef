using System.Globalization;
using System.Text.Json;
using Cocoon.Cli.Market;
using Cocoon.Core;

namespace Cocoon.Cli.Providers;

/// <summary>The gateway's answers about a provider, for people.</summary>
internal static class ProviderText
{
    public static void Status(JsonElement status)
    {
        Console.WriteLine("Provider");
        Tables.Line("wallet", status.GetProperty("provider").GetString());
        Tables.Line("state", State(status));
        if (status.Has("tier", out var tier)) Tables.Line("tier", $"{tier.GetString()}, verdict until {Time(status.GetProperty("appraised_until"))}");
        if (status.Has("joined_at", out var joined)) Tables.Line("joined", Time(joined));
        Tables.Line("last job", status.Has("last_lease_at", out var last) ? Time(last) : $"none since {Time(status.GetProperty("counted_since"))}");
        Day("delivered today", status.GetProperty("today"));
        foreach (var model in status.GetProperty("models").EnumerateArray()) Model(model);
    }

    public static void Earnings(JsonElement earnings)
    {
        Console.WriteLine("Earnings");
        Day("delivered today", earnings.GetProperty("delivered_today"));
        Tables.Line("", "(as your jobs reported it; not all of it has reached settlement)");
        Tables.Amount("accepted in all", earnings, "accepted_nano");
        Tables.Amount("waits for a batch", earnings, "pending_nano");
        Tables.Amount("owed", earnings, "owed_nano");
        Tables.Amount("paid on chain", earnings, "paid_nano");
        Tables.Amount("drawn by proof", earnings, "drawn_nano");
        foreach (var payout in earnings.GetProperty("payouts").EnumerateArray())
            Tables.Line("payment", $"{Tables.Ton(payout.GetProperty("amount_nano"))}, {Time(payout.GetProperty("at"))}, batch {payout.GetProperty("batch")} of vault {payout.GetProperty("vault").GetString()}, transaction {payout.GetProperty("transaction").GetString()}");
        if (earnings.GetProperty("days").GetArrayLength() == 0) return;
        Console.WriteLine("Days");
        foreach (var day in earnings.GetProperty("days").EnumerateArray()) Day(day.GetProperty("day").GetString()!, day);
    }

    public static void Why(JsonElement answer)
    {
        Console.WriteLine("Why no jobs, or fewer than there could be; the heaviest reason first");
        foreach (var reason in answer.GetProperty("data").EnumerateArray())
        {
            Tables.Line(reason.GetProperty("cause").GetString()!, $"{(reason.Has("model", out var model) ? $"{model.GetString()}: " : "")}{reason.GetProperty("what").GetString()}");
            Tables.Line("", reason.GetProperty("advice").GetString());
        }
    }

    /// <summary>What the gateway estimates; where it has nothing to judge by, that.</summary>
    public static void Income(JsonElement answer)
    {
        Tables.Line("expected income", answer.Has("income", out var income)
            ? $"{Tables.Ton(income.GetProperty("low"))} to {Tables.Ton(income.GetProperty("high"))} a day, if days are like the last: its providers got {Tables.Ton(income.GetProperty("paid"))} for {Counted.Of(income.GetProperty("receipts").GetInt64(), "settled job")} that this machine might have had"
            : "not known: nothing that this machine might have had was settled in the last day");
    }

    /// <summary>As people set them: TON per million tokens.</summary>
    public static string Prices(JsonElement prices) => $"{Tables.Ton(prices.GetProperty("prompt"))} prompt, {Tables.Ton(prices.GetProperty("completion"))} completion, per million tokens";

    private static void Model(JsonElement model)
    {
        Console.WriteLine($"Model {model.GetProperty("model").GetString()}");
        Tables.Line("price", Prices(model.GetProperty("prices")));
        Tables.Line("slots", $"{model.GetProperty("in_use")} of {model.GetProperty("slots")} in use");
        Tables.Line("on the market", $"{(model.GetProperty("on_market").GetBoolean() ? "yes" : "NO")}; {Counted.Of(model.GetProperty("offers").GetInt64(), "offer")} in all");
        if (model.Has("cheapest", out var cheapest)) Tables.Line("cheapest other", Prices(cheapest));
        Income(model);
        if (model.Has("reputation", out var reputation)) Tables.Line("reputation", $"{reputation} of 1000");
    }

    private static void Day(string label, JsonElement day) =>
        Tables.Line(label, $"{Tables.Ton(day.GetProperty("pay"))}, {Counted.Of(day.GetProperty("jobs").GetInt64(), "job")}, {Counted.Of(day.GetProperty("tokens").GetInt64(), "token")}, {Counted.Of(day.GetProperty("failures").GetInt64(), "failure")}");

    private static string State(JsonElement status) => status switch
    {
        _ when !status.GetProperty("registered").GetBoolean() => "not registered: its silo has not been taken yet",
        _ when status.GetProperty("left").GetBoolean() => "left: off the market until `cocoon provider resume`",
        _ when status.Has("owner_draining", out var own) && own.GetBoolean() => "drained: no new jobs until `cocoon provider resume`, whatever the machine does",
        _ when status.GetProperty("draining").GetBoolean() => "draining: no new jobs until its silo starts anew, or `cocoon provider resume`",
        _ => "on the market",
    };

    private static string Time(JsonElement time) => time.GetDateTimeOffset().ToString("u", CultureInfo.InvariantCulture);
}
