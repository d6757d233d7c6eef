using Cocoon.Core.Jobs;

namespace Cocoon.Simulation.Linearizability;

/// <summary>A call of a payment channel, as far as its money goes. Amounts in nano.</summary>
public abstract record ChannelCall
{
    /// <summary>Reserves money for a job.</summary>
    public sealed record Hold(JobId Job, long Amount) : ChannelCall;

    /// <summary>Charges a job's receipt.</summary>
    public sealed record Post(JobId Job, long Charge) : ChannelCall;

    /// <summary>Releases a job's hold.</summary>
    public sealed record Void(JobId Job) : ChannelCall;

    /// <summary>
    /// A hold that ends by itself. Nobody calls it: put it into the history once for each hold, with the deadline as its
    /// start and without an end.
    /// </summary>
    public sealed record Expire(JobId Job) : ChannelCall;

    /// <summary>Brings a voucher whose signature is good.</summary>
    public sealed record AcceptVoucher(long Amount, uint Seqno) : ChannelCall;

    /// <summary>
    /// A deposit that becomes final. Nobody calls it: put it into the history with the time from which it may count as its
    /// start, and without an end.
    /// </summary>
    public sealed record Deposit(long Total) : ChannelCall;

    /// <summary>Reads the balances.</summary>
    public sealed record View : ChannelCall;
}
