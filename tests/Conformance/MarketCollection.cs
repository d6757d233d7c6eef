namespace Cocoon.Conformance.Tests;

[CollectionDefinition(Name)]
public sealed class MarketCollection : ICollectionFixture<MarketFixture>
{
    public const string Name = "one market";
}
