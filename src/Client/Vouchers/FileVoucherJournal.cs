using System.Text.Json;
using Cocoon.Core.Receipts;

namespace Cocoon.Client;

/// <summary>A channel's state in a file. Not thread-safe.</summary>
internal sealed class FileVoucherJournal : IVoucherJournal
{
    private readonly string _path;
    private readonly FileStream _lock;
    private readonly Action<string> _step;

    public FileVoucherJournal(string path, FileStream held, Action<string> step)
    {
        (_path, _lock, _step) = (path, held, step);
        State = Read(path);
    }

    public VoucherState State { get; private set; }

    public void Save(VoucherState state)
    {
        var fresh = _path + ".new";
        try
        {
            _step("write");
            using (var file = new FileStream(fresh, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                file.Write(JsonSerializer.SerializeToUtf8Bytes(state, ReceiptJson.Options));
                _step("flush");
                file.Flush(flushToDisk: true);
            }
            _step("rename");
            File.Move(fresh, _path, overwrite: true);
            _step("renamed");
            DirectoryFlush.Flush(Path.GetDirectoryName(_path)!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VoucherStoreException($"The voucher state cannot be written to {_path}: {e.Message}", e);
        }
        State = state;
    }

    public void Dispose() => _lock.Dispose();

    private static VoucherState Read(string path)
    {
        if (!File.Exists(path)) return new VoucherState();
        try
        {
            return JsonSerializer.Deserialize<VoucherState>(File.ReadAllBytes(path), ReceiptJson.Strict) ?? throw new JsonException("It says null.");
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            throw new VoucherStoreException($"The voucher state in {path} is damaged. Restore it from a backup; or move it away, to go on from what the market shows.", e);
        }
    }
}
