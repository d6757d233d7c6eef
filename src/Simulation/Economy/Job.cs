using Cocoon.Core.Jobs;
using Cocoon.Core.Pricing;

namespace Cocoon.Simulation.Economy;

/// <summary>A job that waits or runs. Times in ticks.</summary>
internal struct Job
{
    public int Client;
    public int Prompt;
    public int Answer;
    public JobClass Class;
    public bool IsDeterministic;

    public long Arrived;
    public long Deadline;
    public long GivesUp;

    /// <summary>Grows with each use of this record and each start, so that events of the past are known.</summary>
    public int Version;

    /// <summary>Starts so far that failed before anything was delivered.</summary>
    public int Failures;

    /// <summary>Who failed it last, to be left out of the next try; -1 for nobody.</summary>
    public int FailedBy;

    public int Seller;
    public PriceList? Prices;
    public long Leased;
    public long FirstToken;

    /// <summary>Tokens in the provider's memory since the client's last request.</summary>
    public int Cached;

    /// <summary>Tokens of the answer that will have been delivered at its end.</summary>
    public int Delivers;
    public JobFate Ends;

    /// <summary>Neighbours among the seller's jobs; -1 for none.</summary>
    public int Next;
    public int Previous;
}
