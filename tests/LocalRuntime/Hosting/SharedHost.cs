namespace Cocoon.LocalRuntime.Tests.Hosting;

/// <summary>One host for all tests that need nothing special of it.</summary>
public sealed class SharedHost : IAsyncLifetime
{
    public TestHost Host { get; private set; } = null!;

    public async Task InitializeAsync() => Host = await TestHost.Start();

    public async Task DisposeAsync() => await Host.DisposeAsync();
}
