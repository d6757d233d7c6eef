namespace Cocoon.Grains.Tests;

[CollectionDefinition(Name)]
public sealed class GrainCollection : ICollectionFixture<GrainHost>
{
    public const string Name = "one silo";
}
