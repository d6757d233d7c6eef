using System.CommandLine;
using Cocoon.Cli.Market;
using Cocoon.Core;

namespace Cocoon.Cli.Providers;

/// <summary>"cocoon provider leave": off the market, then the stake back. Run again, it goes on where it was.</summary>
internal static class LeaveCommand
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(500);

    public static Command Create(Option<string> folder)
    {
        var wait = new Option<int>("--wait") { Description = "Most seconds to wait for running jobs.", DefaultValueFactory = _ => 300 };
        var command = new Command("leave", "Leave the market: no new jobs, running ones end, the stake comes back after its delay.") { wait };
        command.SetAction((result, cancellationToken) => Failures.Report(() => Run(new ProviderFolder(result.GetValue(folder)!), result.GetValue(wait), cancellationToken)));
        return command;
    }

    private static async Task<int> Run(ProviderFolder folder, int waitSeconds, CancellationToken cancellationToken)
    {
        using var own = new OwnProvider(folder);
        using var wallet = OwnerWallet.Open(own.Notes.WalletFile, own.Notes.NetworkId);
        Console.WriteLine("Leaving");
        if ((await own.Get("", cancellationToken)).GetProperty("registered").GetBoolean())
        {
            await own.Post("/leave", cancellationToken);
            await WaitForJobs(own, TimeSpan.FromSeconds(waitSeconds), cancellationToken);
            Tables.Line("offers", "off the market; nothing runs. You can stop the silo.");
        }
        else Tables.Line("offers", "there are none: the market never took this machine");
        var stake = await new StakeKeeper(Join.Ton(own.Notes.Chain), wallet, folder, TimeProvider.System).TakeBack(own.Notes, cancellationToken);
        Tables.Line("stake", stake ?? "nothing is staked");
        Tables.Line("earnings", "stay yours: what is owed is paid with the coming batches. Keep the proofs of /cocoon/v1/providers/…/earnings.");
        return 0;
    }

    private static async Task WaitForJobs(OwnProvider own, TimeSpan patience, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var status = await own.Get("", cancellationToken);
            var running = status.GetProperty("models").EnumerateArray().Sum(static model => model.GetProperty("in_use").GetInt32());
            if (running == 0) return;
            if (TimeProvider.System.GetElapsedTime(started) > patience)
                throw new CliException($"{Counted.Of(running, "job")} still {(running == 1 ? "runs" : "run")} after {patience.TotalSeconds:0} s. No new ones come; run this again later, or with a longer --wait.");
            await Task.Delay(Poll, cancellationToken);
        }
    }
}
