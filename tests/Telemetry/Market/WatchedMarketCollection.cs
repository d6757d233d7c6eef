namespace Cocoon.Telemetry.Tests.Market;

/// <summary>Tests that look at one market, one after another.</summary>
[CollectionDefinition(Name)]
public sealed class WatchedMarketCollection : ICollectionFixture<WatchedMarket>
{
    public const string Name = "watched market";
}
