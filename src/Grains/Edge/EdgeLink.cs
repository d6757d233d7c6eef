using System.Collections.Immutable;
using System.Security.Cryptography;
using Cocoon.Core.Jobs;

namespace Cocoon.Grains.Edge;

/// <summary>The connection of one machine, as its edge grain sees it: what it was told to do and when it was heard of. Used in one grain's turns.</summary>
internal sealed class EdgeLink(byte[] secret, DateTimeOffset now)
{
    /// <summary>Bytes of requests that one poll brings, but for the last one.</summary>
    private const int BytesAtOnce = 1 << 22;

    private readonly Dictionary<JobId, EdgeLine> _lines = [];
    private readonly Dictionary<long, TaskCompletionSource<byte[]>> _proofs = [];
    private ImmutableArray<EdgeOrder> _orders = [];
    private TaskCompletionSource _news = New();
    private long _number;
    private long _sent;
    private long _polls;

    public DateTimeOffset HeardAt { get; private set; } = now;

    public bool IsOver { get; private set; }

    public int Lines => _lines.Count;

    public int Proofs => _proofs.Count;

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
        var heard = _orders.RemoveAll(order => order.Job == line.Job && order.Number > _sent);
        if (heard.Length < _orders.Length) _orders = heard;
        else Order(new EdgeOrder(++_number, line.Job) { IsStop = true });
    }

    /// <summary>Orders a proof.</summary>
    public async Task<byte[]> Prove(byte[] nonce, Task patience)
    {
        var number = ++_number;
        var proof = _proofs[number] = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        Order(new EdgeOrder(number, default) { Nonce = nonce });
        try
        {
            if (await Task.WhenAny(proof.Task, patience) == proof.Task) return await proof.Task;
            throw new RefusedException(RefusalCode.EvidenceRefused, "The provider's machine did not prove itself in time. Try again, or choose another.");
        }
        finally
        {
            _proofs.Remove(number);
        }
    }

    public void Proven(long number, byte[]? evidence, Refusal? reason)
    {
        if (!_proofs.TryGetValue(number, out var proof)) return;
        if (evidence is not null) proof.TrySetResult(evidence);
        else proof.TrySetException(new RefusedException(reason ?? new Refusal(RefusalCode.EvidenceRefused, "The provider's machine cannot prove itself.")));
    }

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
        foreach (var proof in _proofs.Values) proof.TrySetException(new RefusedException(reason));
        Tell();
        return lines;
    }

    private ImmutableArray<EdgeOrder> AtOnce()
    {
        var (count, bytes) = (0, 0L);
        while (count < _orders.Length && bytes <= BytesAtOnce) bytes += _orders[count++].Request?.Length ?? 0;
        return _orders[..count];
    }

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
