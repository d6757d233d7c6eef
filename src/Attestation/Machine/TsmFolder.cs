namespace Cocoon.Attestation.Machine;

/// <summary>The real interface.</summary>
/// <param name="path">Where it is; <see cref="DefaultPath"/> unless configfs is mounted elsewhere.</param>
internal sealed class TsmFolder(string path = TsmFolder.DefaultPath) : ITsmFolder
{
    public const string DefaultPath = "/sys/kernel/config/tsm/report";

    /// <summary>Longest attribute that is read; the largest, a quote, has under 64 KiB.</summary>
    private const int MaxBytes = 1 << 20;

    public bool Exists => Directory.Exists(path);

    public void Create(string entry) => Directory.CreateDirectory(Path.Combine(path, entry));

    // The attributes cannot be deleted: the kernel removes them with their folder.
    public void Remove(string entry) => Directory.Delete(Path.Combine(path, entry), recursive: false);

    public void Write(string entry, string attribute, ReadOnlySpan<byte> value)
    {
        // One write of all bytes: the kernel takes each write for a whole value.
        using var file = File.OpenHandle(Path.Combine(path, entry, attribute), FileMode.Open, FileAccess.Write);
        RandomAccess.Write(file, value, 0);
    }

    public byte[] Read(string entry, string attribute)
    {
        // The kernel says a length of zero or of a page, so the end shows only in reading.
        using var stream = new FileStream(Path.Combine(path, entry, attribute), FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        var all = new MemoryStream();
        var buffer = new byte[4096];
        while (stream.Read(buffer) is > 0 and var count)
        {
            if (all.Length + count > MaxBytes) throw new IOException($"'{attribute}' is longer than {MaxBytes} bytes.");
            all.Write(buffer, 0, count);
        }
        return all.ToArray();
    }
}
