using System.Globalization;
using System.Text;
using Cocoon.Storage;

namespace Cocoon.LocalRuntime.Tests.Storage;

/// <summary>A child process that writes as fast as it can and says each write that was acknowledged, until it is killed.</summary>
internal static class CrashingWriter
{
    public const int Writers = 16;

    public static async Task<int> Run(string path)
    {
        var store = SqliteStore.Open(path);
        var output = TextWriter.Synchronized(new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true });
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() => WriteForEver(store, writer, output))));
        return 0;
    }

    public static GrainId GrainOf(int writer) => GrainId.Create("crash", writer.ToString(CultureInfo.InvariantCulture));

    private static async Task WriteForEver(SqliteStore store, int writer, TextWriter output)
    {
        long? etag = null;
        for (var value = 1; ; value++)
        {
            etag = await store.Write("value", GrainOf(writer), Encoding.UTF8.GetBytes($"{value}"), etag);
            await output.WriteLineAsync($"{writer} {value}");
        }
    }
}
