namespace Cocoon.Storage.Tests.Postgres;

[CollectionDefinition(Name)]
public sealed class PostgresSet : ICollectionFixture<PostgresFixture>
{
    public const string Name = "postgres";
}
