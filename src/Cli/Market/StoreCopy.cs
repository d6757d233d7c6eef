using System.Buffers.Binary;

namespace Cocoon.Cli.Market;

/// <summary>
/// A copy of a market's state file as it stood at one moment, in a folder of its own that goes with it. The market may be
/// running: it has the file for itself, but not its bytes.
/// </summary>
/// <remarks>
/// What a running market has written is in the file and in its write-ahead log, and the log alone says what counts
/// (https://www.sqlite.org/walformat.html). Once a page has gone from the log into the file, it also stays in the log until
/// that begins anew, under other salts. So if the salts are the same before and after, the log, copied last, holds every page
/// that was written to the file meanwhile, and mends the copy just as it mends the file after a crash.
/// </remarks>
internal sealed class StoreCopy : IDisposable
{
    private const string LogSuffix = "-wal";
    private const int SaltOffset = 16;
    private const int MaxAttempts = 100;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cocoon-audit-");

    private StoreCopy()
    {
    }

    /// <summary>The copied file.</summary>
    public string File => Path.Combine(_folder.FullName, "market.db");

    /// <exception cref="CliException">There is no such file, or it never stood still.</exception>
    public static StoreCopy Take(string file)
    {
        if (!System.IO.File.Exists(file)) throw new CliException($"There is no state file '{file}'. Give the folder of a market with --state.");
        var copy = new StoreCopy();
        try
        {
            for (var attempt = 0; attempt < MaxAttempts; attempt++)
            {
                var before = Salts(file + LogSuffix);
                Copy(file, copy.File);
                var log = copy.File + LogSuffix;
                System.IO.File.Delete(log);
                if (before is not null) Copy(file + LogSuffix, log);
                if (Salts(log) == before && Salts(file + LogSuffix) == before) return copy;
            }
            throw new CliException($"The state file '{file}' changes too fast to be copied. Try again when the market is less busy, or stop it.");
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>What tells one life of the log from the next; null when it has not begun.</summary>
    private static ulong? Salts(string log)
    {
        try
        {
            using var stream = Open(log);
            Span<byte> salts = stackalloc byte[sizeof(ulong)];
            stream.Position = SaltOffset;
            return stream.ReadAtLeast(salts, salts.Length, throwOnEndOfStream: false) == salts.Length ? BinaryPrimitives.ReadUInt64BigEndian(salts) : null;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private static void Copy(string from, string to)
    {
        using var source = Open(from);
        using var target = new FileStream(to, FileMode.Create, FileAccess.Write);
        source.CopyTo(target);
    }

    private static FileStream Open(string file) => new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
}
