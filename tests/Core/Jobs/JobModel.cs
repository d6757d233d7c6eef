using Cocoon.Core.Jobs;
using Cocoon.Core.Tests.Models;

namespace Cocoon.Core.Tests.Jobs;

/// <summary>
/// One job after design.md section 4: opened, leased, running, completed, receipted, or failed. Prices are whole nano a
/// token, so that a charge is a product. Times in seconds.
/// </summary>
internal sealed class JobModel
{
    private const int MostTokens = 1_000_000;

    private JobCommand.Open? _request;
    private long _deadline;
    private JobCommand.Lease? _lease;
    private long _appraisedUntil;
    private JobCommand.Complete? _receipt;

    public JobStatus Status { get; private set; }

    public long Hold => _request?.Hold ?? 0;

    public long? Charge => _receipt is { } receipt ? _lease!.Price * Tokens(receipt) : null;

    /// <summary>The reason of the failure that came first.</summary>
    public int? Failure { get; private set; }

    /// <summary>The price of the lease that holds; null before it.</summary>
    public JobCommand.Lease? Held => _lease;

    /// <summary>How often a provider was told to start.</summary>
    public int Begun { get; private set; }

    public Expected Open(JobCommand.Open open, long now)
    {
        if (Status != JobStatus.None)
        {
            var same = _request is { } first && (first.Tag, first.PromptTokens, first.CompletionTokens) == (open.Tag, open.PromptTokens, open.CompletionTokens);
            return same ? Expected.Same : Expected.Refused(RefusalCode.OperationConflict);
        }
        List<RefusalCode> reasons = [];
        if (open.PromptTokens is < 1 or > MostTokens || open.CompletionTokens is < 0 or > MostTokens || open.Hold < 0) reasons.Add(RefusalCode.AmountInvalid);
        if (open.Seconds <= 0) reasons.Add(RefusalCode.DeadlineInvalid);
        if (reasons.Count > 0) return Expected.Refused(reasons);
        (_request, _deadline, Status) = (open, now + open.Seconds, JobStatus.Opened);
        return Expected.Changed;
    }

    public Expected Lease(JobCommand.Lease lease, long until)
    {
        if (_lease is not null && (_lease, _appraisedUntil) == (lease, until)) return Expected.Same;
        if (Status != JobStatus.Opened) return NotNow();
        if (lease.Price * (_request!.PromptTokens + _request.CompletionTokens) > Hold) return Expected.Breaks("I5");
        (_lease, _appraisedUntil, Status) = (lease, until, JobStatus.Leased);
        return Expected.Changed;
    }

    public Expected Begin(int epoch, long now)
    {
        if (Status != JobStatus.Leased) return NotNow();
        List<RefusalCode> reasons = [];
        if (epoch != _lease!.Epoch) reasons.Add(RefusalCode.LeaseUnknown);
        if (now >= _deadline) reasons.Add(RefusalCode.DeadlineInvalid);
        if (now >= _appraisedUntil) reasons.Add(RefusalCode.AppraisalExpired);
        if (reasons.Count > 0) return Expected.Refused(reasons);
        Begun++;
        Status = JobStatus.Running;
        return Expected.Changed;
    }

    public Expected Complete(JobCommand.Complete receipt)
    {
        if (Status is JobStatus.Completed or JobStatus.Receipted)
            return receipt.Repeats(_receipt!) ? Expected.Same : Expected.Refused(RefusalCode.OperationConflict);
        if (Status != JobStatus.Running) return NotNow();
        var prompt = receipt.Prompt + receipt.Cached;
        var delivered = receipt.Completion + receipt.Reasoning;
        var negative = receipt.Cached < 0 || receipt.Reasoning < 0;
        if (receipt.Lie != Lie.None || negative || prompt > _request!.PromptTokens || delivered > _request.CompletionTokens || (_request.CompletionTokens == 0 ? prompt : delivered) == 0)
            return Expected.Refused(RefusalCode.ReceiptInvalid);
        (_receipt, Status) = (receipt, JobStatus.Completed);
        return Expected.Changed;
    }

    public Expected Receipted()
    {
        if (Status == JobStatus.Receipted) return Expected.Same;
        if (Status != JobStatus.Completed) return NotNow();
        Status = JobStatus.Receipted;
        return Expected.Changed;
    }

    public Expected Fail(int reason)
    {
        if (Status == JobStatus.Failed) return Expected.Same;
        if (Status is JobStatus.None or JobStatus.Receipted) return NotNow();
        (Failure, Status) = (reason, JobStatus.Failed);
        return Expected.Changed;
    }

    private static long Tokens(JobCommand.Complete receipt) => receipt.Prompt + receipt.Cached + receipt.Completion + receipt.Reasoning;

    private Expected NotNow() => Expected.Refused(Status switch
    {
        JobStatus.None => RefusalCode.JobUnknown,
        JobStatus.Completed or JobStatus.Receipted or JobStatus.Failed => RefusalCode.JobEnded,
        _ => RefusalCode.JobNotReady,
    });
}
