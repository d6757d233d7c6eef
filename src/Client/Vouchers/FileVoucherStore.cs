using Cocoon.Core.Accounts;

namespace Cocoon.Client;

/// <summary>
/// Keeps each channel's state in a file of its own, written whole beside the old one, flushed to the disk and then renamed
/// over it, so that any crash leaves the old or the new. A lock file keeps other processes out. Thread-safe.
/// </summary>
public sealed class FileVoucherStore : IVoucherStore
{
    private readonly string _folder;
    private readonly Action<string> _step;

    /// <param name="folder">Where the files are; made if missing. It has to be on a local disk: network shares may not lock.</param>
    public FileVoucherStore(string folder) : this(folder, static _ => { })
    {
    }

    /// <param name="folder">Where the files are.</param>
    /// <param name="step">Told before each step that a crash could prevent.</param>
    internal FileVoucherStore(string folder, Action<string> step) => (_folder, _step) = (folder, step);

    /// <summary>The user's folder for data of programs, then cocoon/vouchers.</summary>
    public static string DefaultFolder => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "cocoon", "vouchers");

    /// <inheritdoc/>
    public IVoucherJournal Open(AccountAddress channel)
    {
        var name = channel.Raw.Replace(':', '_');
        var path = Path.Combine(_folder, name + ".json");
        FileStream? held = null;
        try
        {
            Directory.CreateDirectory(_folder);
            held = Lock(Path.Combine(_folder, name + ".lock"), channel);
            return new FileVoucherJournal(path, held, _step);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            held?.Dispose();
            throw new VoucherStoreException($"The voucher state of channel {channel} cannot be opened in {_folder}: {e.Message}", e);
        }
        catch (VoucherStoreException)
        {
            held?.Dispose();
            throw;
        }
    }

    private static FileStream Lock(string path, AccountAddress channel)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e is not (DirectoryNotFoundException or FileNotFoundException))
        {
            throw new VoucherStoreException(
                $"Channel {channel} is in use by another client, of this process or another. Two clients on one channel would sign against each other: use one client for a channel, or a channel for each process.", e);
        }
    }
}
