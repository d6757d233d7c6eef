using System.Globalization;
using System.Text;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Money;

namespace Cocoon.CrashHost.Chaos;

/// <summary>
/// The client's memory: a file of lines, each on disk before anything is done that rests on it. A last line that a crash cut
/// off was never relied on. Thread-safe.
/// </summary>
public sealed class ClientJournal : IDisposable
{
    private readonly Lock _lock = new();
    private readonly FileStream? _file;
    private readonly HashSet<string> _jobs = [];
    private readonly Dictionary<JobId, RememberedReceipt> _receipts = [];
    private readonly List<string> _wrongs = [];

    private ClientJournal(string path, FileStream? file)
    {
        _file = file;
        var text = File.Exists(path) ? Read(path) : "";
        var whole = text.LastIndexOf('\n') + 1;
        _file?.SetLength(whole);
        _file?.Seek(0, SeekOrigin.End);
        foreach (var line in text[..whole].Split('\n', StringSplitOptions.RemoveEmptyEntries)) Apply(line);
    }

    /// <summary>The newest voucher that was signed, perhaps sent; null before the first.</summary>
    public RememberedVoucher? Signed { get; private set; }

    /// <summary>Seqno of the newest voucher that the market said it has taken.</summary>
    public uint Taken { get; private set; }

    /// <summary>The newest voucher that the market said it has taken; null before the first.</summary>
    public RememberedVoucher? NewestTaken { get; private set; }

    public static ClientJournal Open(string path) => new(path, new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read));

    /// <summary>The journal of a client that has ended.</summary>
    public static ClientJournal ReadOnly(string path) => new(path, null);

    /// <summary>Idempotency keys of jobs whose receipt is not known.</summary>
    public IReadOnlyList<string> Unresolved(Func<string, JobId> id)
    {
        lock (_lock) return [.. _jobs.Where(key => !_receipts.ContainsKey(id(key)))];
    }

    public IReadOnlyDictionary<JobId, RememberedReceipt> Receipts()
    {
        lock (_lock) return new Dictionary<JobId, RememberedReceipt>(_receipts);
    }

    /// <summary>Answers that the market must never give.</summary>
    public IReadOnlyList<string> Wrongs()
    {
        lock (_lock) return [.. _wrongs];
    }

    /// <summary>A job is about to be asked for.</summary>
    public void Intend(string key) => Append($"intent {key}");

    /// <summary>A receipt has come and was checked.</summary>
    public void Remember(JobId job, HexBytes hash, Nano charge)
    {
        lock (_lock)
        {
            if (!_receipts.TryGetValue(job, out var known)) Append(string.Create(CultureInfo.InvariantCulture, $"receipt {job} {hash} {charge.Value}"));
            else if (known.Hash != hash) Wrong($"job {job} has two receipts: {known.Hash} and {hash}");
        }
    }

    /// <summary>A voucher is about to be sent.</summary>
    public void Sign(Nano amount, uint seqno) => Append(string.Create(CultureInfo.InvariantCulture, $"signed {amount.Value} {seqno}"));

    /// <summary>The market has taken the newest signed voucher.</summary>
    public void Take(uint seqno) => Append(string.Create(CultureInfo.InvariantCulture, $"taken {seqno}"));

    public void Wrong(string what) => Append($"wrong {what.ReplaceLineEndings(" ")}");

    public void Dispose() => _file?.Dispose();

    private void Append(string line)
    {
        lock (_lock)
        {
            _file!.Write(Encoding.UTF8.GetBytes(line + "\n"));
            _file.Flush(flushToDisk: true);
            Apply(line);
        }
    }

    private void Apply(string line)
    {
        switch (line.Split(' '))
        {
            case ["intent", var key]:
                _jobs.Add(key);
                break;
            case ["receipt", var job, var hash, var charge] when JobId.TryParse(job, out var id):
                _receipts[id] = new RememberedReceipt(HexBytes.Parse(hash), new Nano(long.Parse(charge, CultureInfo.InvariantCulture)));
                break;
            case ["signed", var amount, var seqno]:
                Signed = new RememberedVoucher(new Nano(long.Parse(amount, CultureInfo.InvariantCulture)), uint.Parse(seqno, CultureInfo.InvariantCulture));
                break;
            case ["taken", var seqno]:
                Taken = uint.Parse(seqno, CultureInfo.InvariantCulture);
                NewestTaken = Signed;
                break;
            case ["wrong", ..]:
                _wrongs.Add(line);
                break;
            default:
                throw new InvalidDataException($"The client's journal has a line that it never wrote: '{line}'.");
        }
    }

    private static string Read(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }
}
