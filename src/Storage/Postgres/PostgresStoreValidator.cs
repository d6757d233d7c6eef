namespace Cocoon.Storage.Postgres;

/// <summary>Opens the store when the silo starts, so that a host with a wrong database does not start at all.</summary>
internal sealed class PostgresStoreValidator(IServiceProvider services) : IConfigurationValidator
{
    public void ValidateConfiguration() => _ = services.GetService(typeof(PostgresStore));
}
