namespace Cocoon.Admin.Tests;

[CollectionDefinition(Name)]
public sealed class AdminCollection : ICollectionFixture<AdminFixture>
{
    public const string Name = "one market, one browser";
}
