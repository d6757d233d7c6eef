using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Cocoon.Cli.Market;
using Cocoon.Core.Money;
using Cocoon.Core.Receipts;

namespace Cocoon.Cli.Providers;

/// <summary>"cocoon provider join": wallet, stake, model, price and silo in one command that may be run again.</summary>
internal static class JoinCommand
{
    public const string Name = "join";

    private static readonly Option<string?> Gateway = new("--gateway") { Description = "Base address of the market's gateway. Default: that of the running ./cocoon dev." };
    private static readonly Option<string?> Chain = new("--chain") { Description = "A node with the toncenter v2 API, ending in /api/v2/. Default: the network's public one." };
    private static readonly Option<string[]> Models = new("--model") { Description = "Folder of a model to serve; more than once for several.", Required = true };
    private static readonly Option<decimal> Prompt = new("--prompt") { Description = "TON per million prompt tokens.", Required = true };
    private static readonly Option<decimal> Completion = new("--completion") { Description = "TON per million completion tokens.", Required = true };
    private static readonly Option<int> Slots = new("--slots") { Description = "Jobs at once for each model.", DefaultValueFactory = _ => 8 };
    private static readonly Option<string> Region = new("--region") { Description = "Where the machine is, for people.", DefaultValueFactory = _ => "local" };
    private static readonly Option<string?> Stake = new("--stake") { Description = "TON to stake in all; 0 for none. Default: the least that counts for the market." };
    private static readonly Option<string?> WalletFile = new("--wallet-file") { Description = "File with 24 words, or a seed in hex. Default: a wallet is made." };
    private static readonly Option<string?> Domain = new("--domain") { Description = "The market's domain that the wallet's login is signed for. Default: the gateway's host." };
    private static readonly Option<string?> Template = new("--template") { Description = "Settings that the market hands out to providers: cluster, database, trust." };
    private static readonly Option<bool> Open = new("--open") { Description = "Join without a TEE, for callers who ask for the tier 'open'. Dials out, and keeps the wallet's key on this machine." };
    private static readonly Option<string[]> Edges = new("--edge") { Description = "IP:PORT of a core silo's gateway port to dial out to, as from behind NAT; more than once for several." };
    private static readonly Option<bool> Yes = new("--yes") { Description = "Agree to the slashing rules, and to paying the stake." };
    private static readonly Option<bool> NoStart = new("--no-start") { Description = "Do not start the silo, which runs elsewhere or under systemd." };

    public static Command Create(Option<string> folder, Option<bool> json)
    {
        var command = new Command(Name, "Join a market: wallet, stake, model and price; then run the silo until Ctrl-C. Run again, it changes only what differs.")
        {
            Gateway, Chain, Models, Prompt, Completion, Slots, Region, Stake, WalletFile, Domain, Template, Open, Edges, Yes, NoStart, MarketOptions.State,
        };
        command.SetAction((result, cancellationToken) => Failures.Report(() => Run(result, new ProviderFolder(result.GetValue(folder)!), result.GetValue(json), cancellationToken)));
        return command;
    }

    private static async Task<int> Run(ParseResult result, ProviderFolder folder, bool isJson, CancellationToken cancellationToken)
    {
        // A program that asks for JSON waits for one answer, so nothing is started for it.
        var isStarted = !isJson && !result.GetValue(NoStart);
        if (isStarted) JoinedSilo.RequireRuntime();
        var answer = Console.Out;
        // What is said on the way is for people.
        if (isJson) Console.SetOut(Console.Error);
        var outcome = await new Join(folder, TimeProvider.System).Run(Place(result), Wish(result), cancellationToken);
        if (isJson) await answer.WriteLineAsync(JsonSerializer.Serialize(outcome, ReceiptJson.Options));
        else JoinedSilo.Introduce(outcome, isStarted);
        return isStarted ? await JoinedSilo.Run(outcome, cancellationToken) : 0;
    }

    private static JoinPlace Place(ParseResult result)
    {
        var (gateway, chain) = (result.GetValue(Gateway), result.GetValue(Chain));
        if (gateway is null)
        {
            using var dev = RunningMarket.Find(Path.GetFullPath(result.GetValue(MarketOptions.State)!));
            return Of(dev.Gateway, chain is null ? dev.Network.ChainApi : Address("--chain", chain));
        }
        return Of(Address("--gateway", gateway), chain is null ? null : Address("--chain", chain));

        JoinPlace Of(Uri gatewayAt, Uri? chainAt) =>
            new(gatewayAt, chainAt, result.GetValue(WalletFile), result.GetValue(Domain), result.GetValue(Template), result.GetValue(Yes));
    }

    private static JoinWish Wish(ParseResult result) => new(
        [.. result.GetValue(Models)!.Select(ModelToServe.Open)], Price(result, Prompt), Price(result, Completion),
        result.GetValue(Slots) is >= 1 and <= 1_024 and var slots ? slots : throw new CliException("--slots takes 1 to 1,024."),
        result.GetValue(Region)!, result.GetValue(Stake) is { } stake ? Amount(stake) : null, result.GetValue(Open), result.GetValue(Edges) ?? []);

    private static decimal Price(ParseResult result, Option<decimal> option) =>
        result.GetValue(option) is var price && Nano.TryParseTon(price.ToString(CultureInfo.InvariantCulture), out var nano) && !nano.IsNegative
            ? price
            : throw new CliException($"{option.Name} takes TON per million tokens, from 0, with at most nine decimals, such as 0.2.");

    private static Nano Amount(string text) => Nano.TryParseTon(text, out var amount) && !amount.IsNegative
        ? amount
        : throw new CliException("--stake takes TON, such as 100; 0 for none.");

    private static Uri Address(string option, string text) => Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
        ? address
        : throw new CliException($"'{text}' is no address. {option} takes one such as https://gateway.example.");
}
