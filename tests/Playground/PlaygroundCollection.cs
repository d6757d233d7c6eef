namespace Cocoon.Playground.Tests;

[CollectionDefinition(Name)]
public sealed class PlaygroundCollection : ICollectionFixture<PlaygroundFixture>
{
    public const string Name = "one market, one browser";
}
