namespace Cocoon.Core.Audits;

/// <summary>How an announced slash ended. Numbers are stored.</summary>
[GenerateSerializer, Alias("cocoon.slash-outcome")]
public enum SlashOutcome
{
    /// <summary>It has not ended, or there is none.</summary>
    None = 0,

    /// <summary>It took the money: nobody appealed, or the arbiter upheld it.</summary>
    Executed = 1,

    /// <summary>The owner appealed, and the arbiter sided with him.</summary>
    Rejected = 2,

    /// <summary>The owner appealed, and the arbiter did not decide in time.</summary>
    Lapsed = 3,

    /// <summary>Whoever holds the slasher's key took it back.</summary>
    Withdrawn = 4,

    /// <summary>Rejected or lapsed; the node no longer shows the transaction that would say which.</summary>
    Dropped = 5,
}
