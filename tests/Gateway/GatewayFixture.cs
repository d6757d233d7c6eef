namespace Cocoon.Gateway.Tests;

/// <summary>One gateway for tests that leave its market as it is.</summary>
public sealed class GatewayFixture : IAsyncLifetime
{
    internal FakeMarket Market { get; } = new();

    internal GatewayHost Gateway { get; private set; } = null!;

    public async Task InitializeAsync() => Gateway = await GatewayHost.Start(Market);

    public async Task DisposeAsync() => await Gateway.DisposeAsync();
}
