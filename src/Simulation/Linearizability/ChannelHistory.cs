using Cocoon.Core;
using Cocoon.Core.Channels;
using Cocoon.Core.Jobs;
using Cocoon.Core.Money;
using Cocoon.Core.Receipts;
using Cocoon.Grains;
using Cocoon.Grains.Channels;

namespace Cocoon.Simulation.Linearizability;

/// <summary>
/// What happened to one channel, and the operations of <see cref="ChannelSpecification"/> that follow from it. What the
/// specification does not know is left out where it changes nothing that the specification knows, and is of unknown outcome
/// otherwise: so a history may pass for want of knowledge, but never fail for it.
/// </summary>
internal sealed class ChannelHistory
{
    private static readonly ChannelReply Done = new ChannelReply.Done();

    private readonly List<RecordedCall> _calls = [];
    private readonly List<(long Time, Nano Total)> _deposits = [];

    public void Add(RecordedCall call) => _calls.Add(call);

    /// <summary>A larger deposit was stored as final. Whoever reads may know it from now on; the auditor sees to it that it is true.</summary>
    public void Deposited(long time, Nano total)
    {
        if (_deposits.Count == 0 || total > _deposits[^1].Total) _deposits.Add((time, total));
    }

    /// <param name="epoch">When the calls' time began.</param>
    /// <param name="fastestClock">How far any clock was ahead.</param>
    public IReadOnlyList<Operation<ChannelCall, ChannelReply>> Operations(DateTimeOffset epoch, TimeSpan fastestClock)
    {
        var known = BeforeAnyIsForgotten();
        var cut = known.Count < _calls.Count ? _calls[known.Count].Start : long.MaxValue;
        var permit = known.Find(call => call.Method == nameof(IPaymentChannelGrain.PermitWithdrawal))?.Start ?? long.MaxValue;
        var operations = new List<Operation<ChannelCall, ChannelReply>>();
        foreach (var (time, total) in _deposits) operations.Add(new(0, new ChannelCall.Deposit(total.Value), time, null, null));
        foreach (var (job, deadline) in Deadlines(known))
            operations.Add(new(0, new ChannelCall.Expire(job), (deadline - epoch - fastestClock).Ticks, null, null));
        foreach (var call in known) AddTo(operations, call, cut, permit);
        return operations;
    }

    /// <summary>A channel remembers so many ended jobs, the specification all of them: the history ends before that makes a difference.</summary>
    private List<RecordedCall> BeforeAnyIsForgotten()
    {
        var jobs = new HashSet<JobId>();
        return [.. _calls.TakeWhile(call => JobOf(call) is not { } job || jobs.Add(job) is var _ && jobs.Count <= Channel.EndedKept)];
    }

    private static Dictionary<JobId, DateTimeOffset> Deadlines(List<RecordedCall> calls)
    {
        var deadlines = new Dictionary<JobId, DateTimeOffset>();
        foreach (var call in calls)
        {
            if (call.Method != nameof(IPaymentChannelGrain.Hold)) continue;
            var (job, deadline) = ((JobId)call.Arguments[0]!, (DateTimeOffset)call.Arguments[2]!);
            if (!deadlines.TryGetValue(job, out var known) || deadline < known) deadlines[job] = deadline;
        }
        return deadlines;
    }

    private static JobId? JobOf(RecordedCall call) => call.Method switch
    {
        nameof(IPaymentChannelGrain.Hold) or nameof(IPaymentChannelGrain.Void) => (JobId)call.Arguments[0]!,
        nameof(IPaymentChannelGrain.Post) => ((SignedReceipt)call.Arguments[0]!).Receipt.Job,
        _ => null,
    };

    private static ChannelCall? Asked(RecordedCall call) => call.Method switch
    {
        nameof(IPaymentChannelGrain.Hold) => new ChannelCall.Hold((JobId)call.Arguments[0]!, ((Nano)call.Arguments[1]!).Value),
        nameof(IPaymentChannelGrain.Void) => new ChannelCall.Void((JobId)call.Arguments[0]!),
        nameof(IPaymentChannelGrain.Post) => Asked(((SignedReceipt)call.Arguments[0]!).Receipt),
        nameof(IPaymentChannelGrain.AcceptVoucher) => Asked(((SignedVoucher)call.Arguments[0]!).Voucher),
        // Openings, closes and withdrawals move nothing that the specification knows; what they show is a view.
        _ => null,
    };

    private static ChannelCall.Post Asked(Receipt receipt) => new(receipt.Job, receipt.Charge.Value);

    private static ChannelCall.AcceptVoucher Asked(Voucher voucher) => new(voucher.Amount.Value, voucher.Seqno);

    private static void AddTo(List<Operation<ChannelCall, ChannelReply>> operations, RecordedCall call, long cut, long permit)
    {
        var isAnswered = call.Response is { Exception: null or RefusedException } && call.End < cut;
        var refusal = isAnswered ? (call.Response!.Exception as RefusedException)?.Code : null;
        if (Asked(call) is { } asked)
        {
            if (!isAnswered || call.IsRepeated) operations.Add(new(call.Client, asked, call.Start, null, null));
            if (refusal is { } code && !call.MayBeStale && IsKnown(asked, code, call.End < permit))
                operations.Add(new(call.Client, asked, call.Start, call.End, new ChannelReply.Refused(code)));
            if (isAnswered && refusal is null)
                operations.Add(IsTrueForGood(asked) || !call.MayBeStale
                    ? new(call.Client, asked, call.Start, call.End, Done)
                    : new(call.Client, asked, call.Start, null, null));
        }

        if (isAnswered && refusal is null && !call.MayBeStale && call.Response!.Result is ChannelView view)
            operations.Add(new(call.Client, new ChannelCall.View(), call.Start, call.End, Balances(view)));
    }

    /// <summary>That a job was charged or voided stays true, so it does not matter how old the knowledge is. A hold ends, and a voucher gets replaced.</summary>
    private static bool IsTrueForGood(ChannelCall asked) => asked is ChannelCall.Post or ChannelCall.Void;

    /// <summary>
    /// Whether the specification decides the same. It knows no deadlines, withdrawals, closes and forgeries. A refusal
    /// changes nothing, so one for such a reason can be left out.
    /// </summary>
    private static bool IsKnown(ChannelCall asked, RefusalCode code, bool isAllThere) => code switch
    {
        RefusalCode.TooManyHolds or RefusalCode.VoucherRequired or RefusalCode.HoldEnded or RefusalCode.HoldUnknown or RefusalCode.ChargeAboveHold => true,
        RefusalCode.VoucherStale or RefusalCode.VoucherAboveOwed => true,
        RefusalCode.InsufficientBalance or RefusalCode.VoucherAboveDeposit => isAllThere,
        RefusalCode.AmountInvalid => asked is ChannelCall.AcceptVoucher,
        _ => false,
    };

    private static ChannelReply.Balances Balances(ChannelView view) => new(
        view.Deposit.Value, view.Charged.Value, view.Held.Value, view.Vouched.Value, view.VoucherSeqno, view.ReceiptCount, view.Holds);
}
