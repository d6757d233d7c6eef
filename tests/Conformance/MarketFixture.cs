using Cocoon.Cli.Dev;
using Cocoon.Cli.Market;
using Microsoft.Extensions.Logging;

namespace Cocoon.Conformance.Tests;

/// <summary>One whole market for all tests here: local chain, contracts, silo, provider and gateway.</summary>
public sealed class MarketFixture : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cocoon-conformance-");

    internal DevMarket Market { get; private set; } = null!;

    /// <summary>State folder, announced as ./cocoon dev does it, so that commands find the market.</summary>
    internal string State => _folder.FullName;

    public async Task InitializeAsync()
    {
        Market = await DevMarket.Start(new DevNodeOptions(State, Port: 0, KeepVouchers: true, LogLevel.Warning), static _ => { }, CancellationToken.None);
        RunningMarket.Announce(State, Market.Node.Address, Market.Network.ChainApi);
    }

    public async Task DisposeAsync()
    {
        await Market.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
