using System.CommandLine;
using System.Text.Json;
using Cocoon.Core;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Ton.Channels;
using Cocoon.Ton.Crypto;

namespace Cocoon.Cli.Market;

/// <summary>"cocoon channel": the client's payment channel, its money and its end.</summary>
internal static class ChannelCommand
{
    private const string Path = "cocoon/v1/channel";

    public static Command Create()
    {
        var amount = new Argument<string>("ton") { Description = "Amount in TON, such as 1.5." };
        var alone = new Option<bool>("--alone") { Description = "Without the market: announce now, finish after the grace." };
        return new Command("channel", "Show the client's payment channel, move money, close it.")
        {
            MarketOptions.State,
            new Command("show", "Balances, state and advice.").With(Show),
            new Command("top-up", "Deposit from the client's wallet.") { amount }.With((market, result, token) => TopUp(market, Amount(result, amount), token)),
            new Command("withdraw", "Take back what is free.") { amount }.With((market, result, token) => Withdraw(market, Amount(result, amount), token)),
            new Command("close", "Close together with the market, at once.") { alone }.With((market, result, token) =>
                result.GetValue(alone) ? StartClose(market, token) : Close(market, token)),
            new Command("finish-close", "Finish a close that was announced alone, after its grace.").With(FinishClose),
            new Command("reopen", "Take back a close that was not agreed yet.").With(async (market, _, token) =>
                Print(await market.AsClient(HttpMethod.Post, $"{Path}/reopen", null, token))),
        };
    }

    private static async Task Show(RunningMarket market, ParseResult result, CancellationToken cancellationToken) =>
        Print(await market.AsClient(HttpMethod.Post, $"{Path}/refresh", null, cancellationToken));

    private static async Task TopUp(RunningMarket market, Nano amount, CancellationToken cancellationToken)
    {
        var network = market.Network;
        await network.Client.Send([ChannelContract.TopUp(network.Channel, amount, QueryId())], cancellationToken);
        await Show(market, null!, cancellationToken);
    }

    private static async Task Withdraw(RunningMarket market, Nano amount, CancellationToken cancellationToken)
    {
        var network = market.Network;
        var permit = await market.AsClient(HttpMethod.Post, $"{Path}/withdrawals", new { AmountNano = amount }, cancellationToken);
        var cell = ChannelAgreements.Withdrawal(network.Channel, Tables.Ton(permit.GetProperty("total_nano")), permit.GetProperty("valid_until").GetUInt32());
        await Send(market, new ChannelMessage.Withdraw(QueryId(), HexBytes.Parse(permit.GetProperty("signature").GetString()!), cell), cancellationToken);
        await Show(market, null!, cancellationToken);
    }

    private static async Task Close(RunningMarket market, CancellationToken cancellationToken)
    {
        var network = market.Network;
        await market.AsClient(HttpMethod.Post, $"{Path}/drain", null, cancellationToken);
        // Read again from the chain: a claim that came meanwhile raises the least final amount.
        var view = await market.AsClient(HttpMethod.Post, $"{Path}/refresh", null, cancellationToken);
        var amount = Tables.Ton(view.GetProperty("final_amount_nano"));
        var agreement = ChannelAgreements.Close(network.Channel, amount);
        var own = new HexBytes(Ed25519.Default.Sign(network.Keys.Voucher, agreement.Hash));
        var agreed = await market.AsClient(HttpMethod.Post, $"{Path}/close", new { AmountNano = amount, Signature = own }, cancellationToken);
        await Send(market, new ChannelMessage.CloseTogether(QueryId(), own, HexBytes.Parse(agreed.GetProperty("signature").GetString()!), agreement), cancellationToken);
        Console.WriteLine($"Closed: {amount} are the market's, the rest is back in the wallet.");
        await Show(market, null!, cancellationToken);
    }

    private static async Task StartClose(RunningMarket market, CancellationToken cancellationToken)
    {
        await Send(market, new ChannelMessage.StartClose(QueryId()), cancellationToken);
        await Show(market, null!, cancellationToken);
        Console.WriteLine("Announced. When the grace has passed, run ./cocoon channel finish-close.");
    }

    private static async Task FinishClose(RunningMarket market, ParseResult result, CancellationToken cancellationToken)
    {
        var account = await market.Network.Ton.GetAccountAsync(market.Network.Channel, cancellationToken);
        var found = account is { Code: { } code, Data: { } data } ? ChannelContract.Read(code, data) : null;
        if (found is not { Closed: false, ClosesAt: { } closesAt }) throw new CliException("No close was announced for this channel. Run ./cocoon channel close --alone first.");
        if (account.SyncTime < closesAt) throw new CliException($"The grace ends at {DateTimeOffset.FromUnixTimeSeconds(closesAt):u} by the chain's clock. Try again then.");
        await Send(market, new ChannelMessage.FinishClose(QueryId()), cancellationToken);
        await Show(market, result, cancellationToken);
    }

    private static Task Send(RunningMarket market, ChannelMessage message, CancellationToken cancellationToken) =>
        market.Network.Client.Send([ChannelContract.Send(market.Network.Channel, message)], cancellationToken);

    private static void Print(JsonElement channel)
    {
        Console.WriteLine("Channel");
        Tables.Line("contract", channel.GetProperty("channel").GetString());
        Tables.Line("state", channel.GetProperty("phase").GetString());
        if (channel.Has("closes_at", out var closes)) Tables.Line("closes at", Tables.Time(closes));
        if (channel.Has("key_changes_at", out var changes)) Tables.Line("key changes at", Tables.Time(changes));
        Tables.Amount("deposit", channel, "deposit_nano");
        Tables.Amount("deposit coming", channel, "deposit_coming_nano");
        Tables.Amount("withdrawn", channel, "withdrawn_nano");
        Tables.Amount("charged", channel, "charged_nano");
        Tables.Amount("claimed on chain", channel, "claimed_nano");
        Tables.Amount("held for jobs", channel, "held_nano");
        Tables.Amount("free", channel, "available_nano");
        if (channel.Has("voucher", out var voucher)) Tables.Line("newest voucher", $"{Tables.Ton(voucher.GetProperty("amount_nano"))}, seqno {voucher.GetProperty("seqno").GetUInt32()}");
        Tables.Line("receipts", channel.GetProperty("receipt_count").GetInt64());
        if (channel.Has("top_up_advice", out var advice))
            Tables.Line("advice", $"top up by {Tables.Ton(advice.GetProperty("amount_nano"))}: at {Tables.Ton(advice.GetProperty("per_day_nano"))} a day, {Counted.Of($"{advice.GetProperty("hours_left").GetDouble():0.#}", "hour")} left");
    }

    private static Nano Amount(ParseResult result, Argument<string> argument) => Nano.TryParseTon(result.GetValue(argument), out var amount) && amount.IsPositive
        ? amount
        : throw new CliException($"'{result.GetValue(argument)}' is no amount. Give TON with at most nine decimals, such as 1.5.");

    private static ulong QueryId() => (ulong)DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
}
