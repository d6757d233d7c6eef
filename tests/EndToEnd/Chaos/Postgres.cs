using System.Diagnostics;
using Cocoon.CrashHost.Chaos.Postgres;

namespace Cocoon.EndToEnd.Tests.Chaos;

/// <summary>A PostgreSQL server of its own: a Unix socket, no password, every commit on disk; its folder goes with it.</summary>
internal sealed class Postgres : IDisposable
{
    private const string Installations = "/usr/lib/postgresql";

    /// <summary>Runs a program and ends it, in order, when its own input closes.</summary>
    private const string EndWithParent = """exec 3<&0; "$@" 2>&1 & server=$!; { cat <&3; kill -INT $server; } >/dev/null 2>&1 & wait $server""";

    private static readonly string? Binaries = !Directory.Exists(Installations) ? null : Directory.EnumerateDirectories(Installations)
        .Select(version => Path.Combine(version, "bin")).Where(folder => File.Exists(Path.Combine(folder, "initdb"))).Max();

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cocoon-pg-");

    private Postgres() => Server = new Victim("PostgreSQL", "ready to accept connections", () => new ProcessStartInfo("/bin/sh", ["-c", EndWithParent, "sh",
        .. AsPostgres("postgres", "-D", Data, "-c", "listen_addresses=", "-c", $"unix_socket_directories={_folder.FullName}")]));

    public Victim Server { get; }

    public string ConnectionString => $"Host={_folder.FullName};Username=cocoon;Database=postgres;Maximum Pool Size=32;Timeout=5;Command Timeout=10";

    private string Data => Path.Combine(_folder.FullName, "data");

    /// <returns>Null where PostgreSQL is not installed or not in this build.</returns>
    public static async Task<Postgres?> Create()
    {
        if (!PostgresLedger.IsBuiltIn || Binaries is null) return null;
        var postgres = new Postgres();
        try
        {
            // PostgreSQL does not run as root.
            if (Environment.IsPrivilegedProcess) await Run(["chown", "postgres:", postgres._folder.FullName]);
            await Run(AsPostgres("initdb", "--pgdata", postgres.Data, "--username", "cocoon", "--auth", "trust", "--no-locale", "--encoding", "UTF8"));
            (await postgres.Server.Start()).Should().BeTrue("PostgreSQL starts on a new folder");
            await PostgresLedger.Create(postgres.ConnectionString);
            return postgres;
        }
        catch
        {
            await postgres.Server.DisposeAsync();
            postgres.Dispose();
            throw;
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static string[] AsPostgres(string program, params string[] arguments)
    {
        string[] command = [Path.Combine(Binaries!, program), .. arguments];
        return Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", .. command] : command;
    }

    private static async Task Run(string[] command)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, WorkingDirectory = Path.GetTempPath() })!;
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.Should().Be(0, said);
    }
}
