namespace Cocoon.Storage;

/// <summary>Opens the store when the silo starts, so that a host with a bad file does not start at all.</summary>
internal sealed class SqliteStoreValidator(IServiceProvider services) : IConfigurationValidator
{
    public void ValidateConfiguration() => _ = services.GetService(typeof(SqliteStore));
}
