namespace Cocoon.Failures.Tests.Cluster;

/// <summary>What a ledger that tests share does with its operations.</summary>
public enum LedgerFault
{
    None,

    /// <summary>Nothing is read or written, and that is reported: the database is gone.</summary>
    Down,

    /// <summary>Reads work and writes are refused: the disk is full.</summary>
    Full,

    /// <summary>Writes take effect only when the fault is over: the database is slow.</summary>
    Slow,
}
