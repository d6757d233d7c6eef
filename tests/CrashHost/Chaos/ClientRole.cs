using Cocoon.Cli.Dev;

namespace Cocoon.CrashHost.Chaos;

/// <summary>
/// A client that keeps buying, and remembers: what it asked for before it asks, what it signed before it sends, what it was
/// told when it is told. Usage: client STATE CHAIN-API GATEWAY JOURNAL. The line "rest" ends its buying, not its paying.
/// </summary>
internal static class ClientRole
{
    private const int Buyers = 3;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    public static async Task Run(string stateFolder, Uri chainApi, Uri gateway, string journalPath, CancellationToken cancellationToken)
    {
        using var keys = DevKeys.Load(stateFolder);
        using var journal = ClientJournal.Open(journalPath);
        using var market = new MarketCalls(new DevNetwork(chainApi, keys), gateway, journal);
        using var rest = new CancellationTokenSource();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var payer = new Payer(market, journal, keys.Voucher);
        var work = Task.WhenAll(Enumerable.Range(0, Buyers).Select(buyer => Buy(buyer, market, journal, payer, rest.Token)).Append(Recover(market, journal, payer, end.Token)));
        Console.WriteLine(Role.Ready);
        while (await Console.In.ReadLineAsync(cancellationToken) is { } line)
            if (line == "rest") await rest.CancelAsync();
        await rest.CancelAsync();
        await end.CancelAsync();
        await work;
    }

    /// <summary>One job after the other, each tried again under its own key when the market does not answer.</summary>
    private static async Task Buy(int buyer, MarketCalls market, ClientJournal journal, Payer payer, CancellationToken rest)
    {
        for (var job = buyer; !rest.IsCancellationRequested; job++)
        {
            var key = Guid.NewGuid().ToString("N");
            journal.Intend(key);
            for (var attempt = 0; attempt < 3 && !rest.IsCancellationRequested && !await market.Ask(key, (ChatStyle)(job % 3)); attempt++) await Task.Delay(Pause, CancellationToken.None);
            await payer.Pay();
        }
    }

    /// <summary>Asks for the receipts of jobs whose answer never came, for ever: a job may be charged long after its caller died.</summary>
    private static async Task Recover(MarketCalls market, ClientJournal journal, Payer payer, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            foreach (var key in journal.Unresolved(market.Job)) await market.AskForReceipt(market.Job(key));
            await payer.Pay();
            await Task.Delay(Pause * 5, CancellationToken.None);
        }
    }
}
