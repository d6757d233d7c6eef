using System.Buffers.Binary;

namespace Cocoon.Storage.Tests.Files;

/// <summary>
/// Both files of a store as a crash at one moment would leave them, and what had been acknowledged by then. The format of
/// the write-ahead log is section 4 of SQLite's file format: a header of 32 bytes, then frames of 24 bytes and a page,
/// which count while their salt is the header's.
/// </summary>
internal sealed record CrashImage(byte[] File, byte[] Log, IReadOnlyList<LoggedWrite> Acknowledged)
{
    private const int HeaderBytes = 32;
    private const int FrameHeaderBytes = 24;
    private const int SaltOffset = 16;
    private const int SaltBytes = 8;
    private const int CheckpointFrames = 1_000;

    private static int FrameBytes => FrameHeaderBytes + 4_096;

    /// <summary>Tells the lives of a log apart: it begins anew after each checkpoint.</summary>
    public ulong Salt => Log.Length < HeaderBytes ? 0 : BinaryPrimitives.ReadUInt64BigEndian(Log.AsSpan(SaltOffset));

    /// <summary>How much of the log is of its present life.</summary>
    public int LogBytes
    {
        get
        {
            var end = Math.Min(HeaderBytes, Log.Length);
            while (end + FrameBytes <= Log.Length && Log.AsSpan(end + 8, SaltBytes).SequenceEqual(Log.AsSpan(SaltOffset, SaltBytes))) end += FrameBytes;
            return end;
        }
    }

    /// <summary>Nothing of this life of the log can be in the file yet, so a log cut anywhere is what a crash at another moment leaves.</summary>
    public bool IsBeforeCheckpoint => (LogBytes - HeaderBytes) / FrameBytes < CheckpointFrames;

    public static CrashImage Take(string path, IReadOnlyCollection<LoggedWrite> acknowledged)
    {
        var known = acknowledged.ToList();
        return new CrashImage(Read(path), System.IO.File.Exists(path + "-wal") ? Read(path + "-wal") : [], known);
    }

    public void WriteTo(string path)
    {
        System.IO.File.WriteAllBytes(path, File);
        System.IO.File.WriteAllBytes(path + "-wal", Log);
    }

    private static byte[] Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }
}
