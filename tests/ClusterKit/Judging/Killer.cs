using System.Globalization;
using Cocoon.ClusterKit.Members;

namespace Cocoon.ClusterKit.Judging;

/// <summary>Kills one process of a market after the other, as kill -9 does, and starts each again as a supervisor would.</summary>
internal sealed class Killer(ClusterMarket market, Action<string> say)
{
    /// <summary>What a supervisor waits before it starts a dead process again.</summary>
    private static readonly TimeSpan RestartDelay = TimeSpan.FromSeconds(1);

    private readonly List<Outage> _outages = [];

    public IReadOnlyList<Outage> Outages => _outages;

    /// <summary>The order of the kills: roles in turn, and the members of each in turn. The database comes with the others.</summary>
    private IEnumerable<string> Turns()
    {
        for (var turn = 0; ; turn++)
        {
            yield return Name(market.Cores, turn);
            yield return Name(market.Gateways, turn);
            yield return Name(market.Providers, turn);
            yield return market.Database.Server.Name;
        }

        static string Name(List<MarketProcess> members, int turn) => members[turn % members.Count].Name;
    }

    /// <summary>Kills at every beat, or when the last one is back where that takes longer, and returns a beat after the last is back.</summary>
    public async Task Run(int kills, TimeSpan period, CancellationToken cancellationToken)
    {
        using var beat = new PeriodicTimer(period);
        foreach (var name in Turns().Take(kills))
        {
            await beat.WaitForNextTickAsync(cancellationToken);
            await Kill(name, cancellationToken);
        }
        await Task.Delay(period, cancellationToken);
    }

    /// <summary>Kills a process and starts it again; returns when it is ready.</summary>
    public async Task<Outage> Kill(string name, CancellationToken cancellationToken)
    {
        var killed = Now;
        if (name == market.Database.Server.Name)
        {
            await market.Database.Server.Kill();
            await Task.Delay(RestartDelay, cancellationToken);
            await market.Database.Start(cancellationToken);
        }
        else
        {
            var member = market.Members.Single(member => member.Name == name);
            await member.Process.Kill();
            await Task.Delay(RestartDelay, cancellationToken);
            await member.Start();
            await member.WaitUntilReady(cancellationToken);
        }
        var outage = new Outage(name, killed, Now);
        _outages.Add(outage);
        say(string.Create(CultureInfo.InvariantCulture, $"{name} killed, ready again after {(outage.Restarted - killed) / 1_000:0.0} s"));
        return outage;
    }

    private static double Now => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
}
