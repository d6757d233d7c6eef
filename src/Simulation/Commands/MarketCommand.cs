using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using Cocoon.Simulation.Economy;

namespace Cocoon.Simulation.Commands;

/// <summary>cocoon sim market: a day of a whole market, in minutes.</summary>
internal static class MarketCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static Command Create()
    {
        var usual = new EconomyOptions();
        var providers = new Option<int>("--providers") { Description = "Machines that sell.", DefaultValueFactory = _ => usual.Providers };
        var clients = new Option<int>("--clients") { Description = "Accounts that buy.", DefaultValueFactory = _ => usual.Clients };
        var hours = new Option<double>("--hours") { Description = "Simulated hours, from midnight on.", DefaultValueFactory = _ => usual.Hours };
        var seed = new Option<ulong>("--seed") { Description = "Decides everything else.", DefaultValueFactory = _ => usual.Seed };
        var load = new Option<double>("--load") { Description = "Work asked for in the busiest hour, as a share of what all machines can do.", DefaultValueFactory = _ => usual.Load };
        var models = new Option<int>("--models") { Description = "Models.", DefaultValueFactory = _ => usual.Models };
        var gateways = new Option<int>("--gateways") { Description = "Gateways, each with a router of its own.", DefaultValueFactory = _ => usual.Gateways };
        var twin = new Option<double>("--twin") { Description = "How long news of a provider's load are on their way, in seconds.", DefaultValueFactory = _ => usual.TwinSeconds };
        var snapshot = new Option<double>("--snapshot") { Description = "How far apart the market's news reach a router, in seconds.", DefaultValueFactory = _ => usual.SnapshotSeconds };
        var flat = new Option<bool>("--flat") { Description = "The same demand at every hour." };
        var page = new Option<FileInfo>("--out") { Description = "Where the report goes, as a page.", DefaultValueFactory = _ => new FileInfo("artifacts/sim/market.html") };
        var json = new Option<bool>("--json") { Description = "Print the report as JSON and nothing else." };
        var command = new Command("market", "Simulates a day of a whole market: prices, waits, incomes, fairness (docs/market-simulation.md).") { providers, clients, hours, seed, load, models, gateways, twin, snapshot, flat, page, json };
        command.SetAction(parsed => Failures.Guard(() => Run(
            new EconomyOptions(parsed.GetValue(providers), parsed.GetValue(clients), parsed.GetValue(hours))
            {
                Seed = parsed.GetValue(seed),
                Load = parsed.GetValue(load),
                Models = parsed.GetValue(models),
                Gateways = parsed.GetValue(gateways),
                TwinSeconds = parsed.GetValue(twin),
                SnapshotSeconds = parsed.GetValue(snapshot),
                IsFlat = parsed.GetValue(flat),
            },
            parsed.GetValue(page)!, parsed.GetValue(json))));
        return command;
    }

    private static int Run(EconomyOptions options, FileInfo page, bool json)
    {
        var (watch, before) = (Stopwatch.StartNew(), Process.GetCurrentProcess().TotalProcessorTime);
        var report = MarketRun.Run(options, json || Console.IsErrorRedirected ? null : share => Console.Error.Write($"\r{share,4:P0} "));
        var took = new RunTime(watch.Elapsed, Process.GetCurrentProcess().TotalProcessorTime - before);
        if (json) Console.WriteLine(JsonSerializer.Serialize(report, Json));
        else
        {
            if (!Console.IsErrorRedirected) Console.Error.Write("\r      \r");
            MarketTable.Write(Console.Out, report, took);
        }

        page.Directory?.Create();
        File.WriteAllText(page.FullName, MarketPage.Of(report, took));
        if (!json) Console.WriteLine($"\nAs a page: {page.FullName}");
        return report.Targets.Any(static target => target.Passed == false) || took.Target(options) is { Passed: false } ? 1 : 0;
    }
}
