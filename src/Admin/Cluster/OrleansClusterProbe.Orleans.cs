using System.Collections.Immutable;
using Microsoft.Extensions.Logging;

namespace Cocoon.Admin.Cluster;

/// <summary>Orleans: membership and statistics as its management grain tells them. Calls are counted only where activation repartitioning is on.</summary>
internal sealed partial class OrleansClusterProbe(IGrainFactory grains, ILogger<OrleansClusterProbe> logger) : IClusterProbe
{
    private const int MaxFrequencies = 10_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private volatile bool _countsCalls = true;

    public async Task<ClusterView> View(CancellationToken cancellationToken)
    {
        var management = grains.GetGrain<IManagementGrain>(0);
        var hosts = await management.GetDetailedHosts().WaitAsync(cancellationToken);
        var active = hosts.Where(host => host.Status == SiloStatus.Active).Select(host => host.SiloAddress).ToArray();
        var statistics = await management.GetSimpleGrainStatistics(active).WaitAsync(cancellationToken);
        var calls = await Calls(management, active, cancellationToken);
        return new ClusterView("Orleans", [.. Newest(hosts).Select(host => Silo(host, statistics))], Types(statistics, calls));
    }

    private async Task<List<GrainCallFrequency>> Calls(IManagementGrain management, SiloAddress[] active, CancellationToken cancellationToken)
    {
        if (!_countsCalls) return [];
        try
        {
            return await management.GetGrainCallFrequencies(active).WaitAsync(Patience, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Orleans answers with an error where nothing counts calls; asking again would not help.
            _countsCalls = false;
            LogNoCalls(e.GetType().Name);
            return [];
        }
    }

    /// <summary>Membership remembers the dead; of a place that was restarted only its present life is of interest.</summary>
    private static IEnumerable<MembershipEntry> Newest(MembershipEntry[] hosts) => hosts
        .GroupBy(host => host.SiloAddress.Endpoint).Select(group => group.MaxBy(host => host.SiloAddress.Generation)!)
        .OrderBy(host => host.SiloAddress.ToParsableString(), StringComparer.Ordinal);

    private static SiloView Silo(MembershipEntry host, SimpleGrainStatistic[] statistics) => new(
        host.SiloAddress.ToParsableString(), $"{host.SiloName} {host.SiloAddress.Endpoint}", host.Status.ToString(), host.Status == SiloStatus.Active,
        statistics.Where(line => line.SiloAddress.Equals(host.SiloAddress)).Sum(line => (long)line.ActivationCount));

    private static ImmutableArray<GrainTypeView> Types(SimpleGrainStatistic[] statistics, List<GrainCallFrequency> calls)
    {
        var hottest = calls.Take(MaxFrequencies).GroupBy(call => call.TargetGrain)
            .Select(group => (Grain: group.Key, Calls: group.Sum(call => (long)call.CallCount)))
            .GroupBy(call => call.Grain.Type.ToString()!, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.MaxBy(call => call.Calls), StringComparer.Ordinal);
        return
        [
            .. statistics.GroupBy(line => line.GrainType, StringComparer.Ordinal).Select(group => hottest.TryGetValue(group.Key, out var hot)
                ? new GrainTypeView(group.Key, group.Sum(line => (long)line.ActivationCount), hot.Grain.Key.ToString(), hot.Calls)
                : new GrainTypeView(group.Key, group.Sum(line => (long)line.ActivationCount), null, null)),
        ];
    }

    [LoggerMessage(2614, LogLevel.Information, "This cluster does not count grain calls ({Error}): the cluster page shows activations only.")]
    private partial void LogNoCalls(string error);
}
