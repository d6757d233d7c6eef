using System.Collections.Immutable;
using System.Security.Cryptography;
using Cocoon.Core.Accounts;
using Cocoon.Core.Jobs;
using Cocoon.Grains.Audits;

namespace Cocoon.Grains.Edge;

/// <summary>The connection of one machine, as its edge grain sees it: what it was told to do and when it was heard of. Used in one grain's turns.</summary>
internal sealed class EdgeLink(byte[] secret, DateTimeOffset now)
{
    /// <summary>Bytes of requests and evidence that one poll brings, but for the last one.</summary>
    private const int BytesAtOnce = 1 << 22;

    private readonly Dictionary<JobId, EdgeLine> _lines = [];
    private readonly EdgeQuestions<byte[]> _proofs = new(new Refusal(RefusalCode.EvidenceRefused, "The provider's machine did not prove itself in time. Try again, or choose another."));
    private readonly EdgeQuestions<Disclosure> _disclosures = new(new Refusal(RefusalCode.JobUnknown, "The provider's machine did not hand over its record in time."));
    private ImmutableArray<EdgeOrder> _orders = [];
    private TaskCompletionSource _news = New();
    private long _number;
    private long _sent;
    private long _polls;

    public DateTimeOffset HeardAt { get; private set; } = now;

    public bool IsOver { get; private set; }

    public int Lines => _lines.Count;

    public int Proofs => _proofs.Count;

    public int Disclosures => _disclosures.Count;

    public bool Is(byte[] connection) => CryptographicOperations.FixedTimeEquals(connection, secret);

    public void Heard(DateTimeOffset at) => HeardAt = at;

    public EdgeLine? Line(JobId job) => _lines.GetValueOrDefault(job);

    /// <summary>Orders an answer.</summary>
    public EdgeLine Open(JobId job, long leaseEpoch, byte[] request, bool takesCompany)
    {
        var line = _lines[job] = new EdgeLine(job);
        Order(new EdgeOrder(++_number, job) { LeaseEpoch = leaseEpoch, Request = request, TakesCompany = takesCompany });
        return line;
    }

    /// <summary>The reader of an answer is gone. A machine that has not heard of the job yet never does.</summary>
    public void Close(EdgeLine line)
    {
        _lines.Remove(line.Job);
        line.Leave();
        var heard = _orders.RemoveAll(order => order.Job == line.Job && order.Request is not null && order.Number > _sent);
        if (heard.Length < _orders.Length) _orders = heard;
        else Order(new EdgeOrder(++_number, line.Job) { IsStop = true });
    }

    /// <summary>Orders a proof.</summary>
    public Task<byte[]> Prove(byte[] nonce, Task patience)
    {
        Order(new EdgeOrder(++_number, default) { Nonce = nonce });
        return _proofs.Answer(_number, patience);
    }

    public void Proven(long number, byte[]? evidence, Refusal? reason) => _proofs.Put(number, evidence, reason);

    /// <summary>Orders that what was answered in a job is handed over for an auditor.</summary>
    public Task<Disclosure> Disclose(JobId job, AccountAddress auditor, byte[] evidence, Task patience)
    {
        Order(new EdgeOrder(++_number, job) { Auditor = auditor, Evidence = evidence });
        return _disclosures.Answer(_number, patience);
    }

    public void Disclosed(long number, Disclosure? disclosure, Refusal? reason) => _disclosures.Put(number, disclosure, reason);

    /// <summary>Orders after the one that the machine has, or none when <paramref name="patience"/> is over. The newest caller gets them.</summary>
    public async Task<ImmutableArray<EdgeOrder>> Orders(long after, Task patience)
    {
        var poll = ++_polls;
        // Kept until here: the answer to the poll before may have been lost on its way.
        _orders = _orders.RemoveAll(order => order.Number <= after);
        Tell();
        while (_orders.IsEmpty && poll == _polls && !IsOver && !patience.IsCompleted) await Task.WhenAny(_news.Task, patience);
        if (poll != _polls) return [];
        var orders = AtOnce();
        if (!orders.IsEmpty) _sent = Math.Max(_sent, orders[^1].Number);
        return orders;
    }

    /// <summary>The connection ends.</summary>
    /// <returns>Its lines; each has been failed.</returns>
    public IReadOnlyList<EdgeLine> End(Refusal reason)
    {
        IsOver = true;
        var lines = _lines.Values.ToArray();
        foreach (var line in lines) line.Fail(reason);
        _proofs.End(reason);
        _disclosures.End(reason);
        Tell();
        return lines;
    }

    private ImmutableArray<EdgeOrder> AtOnce()
    {
        var (count, bytes) = (0, 0L);
        while (count < _orders.Length && bytes <= BytesAtOnce) bytes += Bytes(_orders[count++]);
        return _orders[..count];
    }

    private static long Bytes(EdgeOrder order) => (order.Request?.Length ?? 0L) + (order.Evidence?.Length ?? 0L);

    private void Order(EdgeOrder order)
    {
        if (IsOver) return;
        _orders = _orders.Add(order);
        Tell();
    }

    private void Tell()
    {
        _news.TrySetResult();
        _news = New();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
