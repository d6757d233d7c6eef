using Cocoon.Servers;

namespace Cocoon.Deploy.Tests;

/// <summary>A test that needs a PostgreSQL server.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute()
    {
        if (PostgresServer.Binaries is null) Skip = "PostgreSQL is not installed (Debian: postgresql); the logins of a cluster are not tried.";
    }
}
