using System.Runtime.CompilerServices;
using Cocoon.Silo.Providers;
using Cocoon.Silo.Settlement;

namespace Cocoon.Simulation.Market;

/// <summary>Runs the product's background services in turns of a simulated process; their own start would go to the thread pool.</summary>
internal static class Agents
{
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "ExecuteAsync")]
    public static extern Task Execute(ProviderAgent agent, CancellationToken stoppingToken);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "ExecuteAsync")]
    public static extern Task Execute(SettlementStarter starter, CancellationToken stoppingToken);
}
