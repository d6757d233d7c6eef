using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Cocoon.Admin.Hosting;
using Microsoft.Extensions.Options;

namespace Cocoon.Admin.Traces;

/// <summary>The folder into which "cocoon sim" writes traces. Only files in it, by their plain names, are ever opened.</summary>
internal sealed partial class TraceFolder(IOptions<AdminOptions> options)
{
    /// <summary>Files listed, the newest first.</summary>
    public const int MaxFiles = 200;

    /// <summary>Largest file that is shown.</summary>
    public const long MaxBytes = 32 * 1024 * 1024;

    private const int MaxHeader = 64 * 1024;

    public bool IsSet => options.Value.TraceFolder is not null;

    public ImmutableArray<TraceInfo> List()
    {
        if (options.Value.TraceFolder is not { } folder || !Directory.Exists(folder)) return [];
        return
        [
            .. new DirectoryInfo(folder).EnumerateFiles("*.jsonl").Where(file => FileName().IsMatch(file.Name))
                .OrderByDescending(file => file.LastWriteTimeUtc).Take(MaxFiles).Select(Info),
        ];
    }

    /// <summary>The file's text; null when there is no such file or it is too large.</summary>
    public async Task<string?> Read(string name, CancellationToken cancellationToken)
    {
        if (options.Value.TraceFolder is not { } folder || !FileName().IsMatch(name)) return null;
        var file = new FileInfo(Path.Combine(folder, name));
        return file.Exists && file.Length <= MaxBytes ? await File.ReadAllTextAsync(file.FullName, cancellationToken) : null;
    }

    private static TraceInfo Info(FileInfo file)
    {
        var (seed, violation) = Header(file);
        return new TraceInfo(file.Name, file.Length, new DateTimeOffset(file.LastWriteTimeUtc, TimeSpan.Zero), seed, violation);
    }

    private static (ulong? Seed, string? Violation) Header(FileInfo file)
    {
        using var stream = file.OpenRead();
        var start = new byte[Math.Min(MaxHeader, file.Length)];
        var length = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        var line = start.AsSpan(0, length);
        if (line.IndexOf((byte)'\n') is >= 0 and var end) line = line[..end];
        try
        {
            using var header = JsonDocument.Parse(Encoding.UTF8.GetString(line));
            return (ulong.TryParse(Text(header, "seed"), CultureInfo.InvariantCulture, out var seed) ? seed : null, Text(header, "violation"));
        }
        catch (JsonException)
        {
            return (null, "not a trace");
        }
    }

    private static string? Text(JsonDocument header, string name) =>
        header.RootElement.ValueKind == JsonValueKind.Object && header.RootElement.TryGetProperty(name, out var value) ? value.ToString() : null;

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]{0,120}\.jsonl$")]
    private static partial Regex FileName();
}
