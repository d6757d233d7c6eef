using Cocoon.Cli.Dev;
using Microsoft.Extensions.Logging;

namespace Cocoon.EndToEnd.Tests;

/// <summary>One whole market for the tests of a collection: local chain, contracts, silo, provider and gateway.</summary>
public sealed class MarketFixture : IAsyncLifetime
{
    private readonly TestFolder _folder = new();

    internal DevMarket Market { get; private set; } = null!;

    public async Task InitializeAsync() =>
        Market = await DevMarket.Start(new DevNodeOptions(_folder.Path, Port: 0, KeepVouchers: true, LogLevel.Warning), static _ => { }, CancellationToken.None);

    public async Task DisposeAsync()
    {
        await Market.DisposeAsync();
        _folder.Dispose();
    }
}
