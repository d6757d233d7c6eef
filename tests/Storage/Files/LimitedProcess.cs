using System.Text;

namespace Cocoon.Storage.Tests.Files;

/// <summary>
/// A child process that runs into its own limit of file length in the middle of its writes, as into a disk that fails, gets
/// the room back, and writes on. It tells what happened, a line each.
/// </summary>
internal static class LimitedProcess
{
    private const int Room = 30_000;
    private const int FailuresWanted = 20;

    /// <summary>The child's side.</summary>
    /// <param name="path">The store.</param>
    /// <param name="recover">Whether to write on after the limit is gone, or to die without closing.</param>
    public static async Task<int> Run(string path, bool recover)
    {
        var store = SqliteStore.Open(path);
        var etags = new Dictionary<int, long>();
        var value = 0;
        for (; value < 50; value++) await Write(store, etags, value);

        Libc.LimitFiles(new FileInfo(path + "-wal").Length + Room);
        for (var failures = 0; failures < FailuresWanted; value++)
        {
            try
            {
                await Write(store, etags, value);
            }
            catch (StoreException exception)
            {
                failures++;
                Console.WriteLine($"failed {exception.Message}");
            }
        }

        if (!recover) Environment.FailFast(null);
        Libc.LimitFiles(null);
        for (var end = value + 50; value < end; value++) await Write(store, etags, value);
        Console.WriteLine("recovered");
        store.Dispose();
        return 0;
    }

    public static GrainId GrainOf(int number) => GrainId.Create("limited", $"{number}");

    public static byte[] Payload(int value) => Encoding.UTF8.GetBytes($"{value} {new string('x', value * 101 % 9_000)}");

    private static async Task Write(SqliteStore store, Dictionary<int, long> etags, int value)
    {
        var grain = value % 7;
        etags[grain] = await store.Write("limited", GrainOf(grain), Payload(value), etags.TryGetValue(grain, out var etag) ? etag : null);
        Console.WriteLine($"wrote {grain} {value}");
    }
}
