using System.Runtime.CompilerServices;

namespace Cocoon.Client.Http;

/// <summary>Reads the data of server-sent events; comments are skipped.</summary>
internal static class EventReader
{
    public static async IAsyncEnumerable<string> Read(Stream stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(stream);
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
            if (line.StartsWith("data: ", StringComparison.Ordinal)) yield return line["data: ".Length..];
    }
}
