using Microsoft.Extensions.Logging;

namespace Cocoon.Attestation.Policy;

/// <summary>
/// A policy in a JSON file (docs/policy.md), read again when its time stamp or length has changed. A file that can no longer
/// be read leaves the last good policy in force and says so in the log. Thread-safe.
/// </summary>
public sealed partial class PolicyFile(string path, ILogger<PolicyFile> log) : IPolicySource
{
    /// <summary>Longest file read, in bytes.</summary>
    public const int MaxBytes = 4 << 20;

    private readonly Lock _gate = new();
    private Reading? _last;

    /// <exception cref="FormatException">No good policy has been read yet, and the file holds none; the message says where.</exception>
    /// <exception cref="IOException">No good policy has been read yet, and there is no such file.</exception>
    public Task<PolicyDocument> Current(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate) return Task.FromResult(Read());
    }

    private PolicyDocument Read()
    {
        var file = new FileInfo(path);
        var stamp = file.Exists ? (file.LastWriteTimeUtc, file.Length) : default;
        if (_last is { } last && last.Stamp == stamp) return last.Policy;
        try
        {
            if (stamp == default) throw new FileNotFoundException($"There is no policy at {path}. Put the market's policy file there.", path);
            if (stamp.Length > MaxBytes) throw new FormatException($"{path} has {stamp.Length} bytes, above {MaxBytes}: it is no policy.");
            _last = new Reading(stamp, Parse());
        }
        catch (Exception e) when (_last is not null && e is (IOException or FormatException or UnauthorizedAccessException))
        {
            // Once for each change: the stamp is remembered with the policy that stays.
            LogKept(log, path, e.Message);
            _last = _last! with { Stamp = stamp };
        }
        return _last.Policy;
    }

    private PolicyDocument Parse()
    {
        try
        {
            return PolicyJson.Parse(File.ReadAllBytes(path));
        }
        catch (FormatException e)
        {
            throw new FormatException($"{path}: {e.Message}", e);
        }
    }

    [LoggerMessage(EventId = 3001, Level = LogLevel.Error, Message = "{Path} changed and cannot be used, so the policy read before stays in force: {Reason}")]
    private static partial void LogKept(ILogger log, string path, string reason);

    private sealed record Reading((DateTime Written, long Length) Stamp, PolicyDocument Policy);
}
