namespace Cocoon.Silo.Settings;

internal static class DatabaseChecks
{
    public static IEnumerable<string> Of(DatabaseSettings database, bool mustBeShared) => (database.Host, database.Path) switch
    {
        (null, null) => ["Cocoon:Database names neither Host (PostgreSQL) nor Path (one SQLite file). Set one of them."],
        (not null, not null) => ["Cocoon:Database names both Host and Path. Keep Host for PostgreSQL, or Path for one SQLite file."],
        (null, not null) when mustBeShared => ["Cocoon:Database:Path is a file, which other processes cannot use. A provider's silo and a gateway of its own find the cluster in PostgreSQL: set Host, User and PasswordFile."],
        (null, { } path) => Sqlite(path),
        _ => Postgres(database),
    };

    private static IEnumerable<string> Sqlite(string path) => Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder ? Checks.Folder("Cocoon:Database:Path", folder) : [$"Cocoon:Database:Path is '{path}', a folder; name a file in it."];

    private static IEnumerable<string> Postgres(DatabaseSettings database) =>
    [
        .. Path.IsPathRooted(database.Host) ? Checks.Folder("Cocoon:Database:Host", database.Host) : Checks.Required("Cocoon:Database:Host", database.Host, "Name PostgreSQL's host."),
        .. Checks.Between("Cocoon:Database:Port", database.Port, 1, 65535),
        .. Checks.Required("Cocoon:Database:Name", database.Name, "Name the database."),
        .. Checks.Required("Cocoon:Database:User", database.User, "Name the database user; `cocoon db migrate` says which users there are."),
        .. Checks.One(KeyFile.WhyNotSecret("Cocoon:Database:PasswordFile", database.PasswordFile)),
        .. database.RootCertificateFile is { } file && !File.Exists(file) ? [$"Cocoon:Database:RootCertificateFile: there is no file '{file}'."] : (string[])[],
        .. Checks.Between("Cocoon:Database:MaxConnections", database.MaxConnections, 4, 1_000),
    ];
}
