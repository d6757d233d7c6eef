namespace Cocoon.Simulation.Market;

/// <summary>How large a simulated market is.</summary>
/// <param name="Jobs">Jobs that clients start before the market has to come to rest.</param>
/// <param name="Silos">Silos that run ledger grains.</param>
/// <param name="Gateways">Gateways that clients talk to.</param>
/// <param name="Providers">Provider machines.</param>
/// <param name="Clients">Clients, each with a channel.</param>
/// <param name="Streams">Jobs that one client has running at once, at most.</param>
public sealed record MarketOptions(int Jobs = 500, int Silos = 3, int Gateways = 2, int Providers = 3, int Clients = 6, int Streams = 3);
