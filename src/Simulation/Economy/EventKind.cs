namespace Cocoon.Simulation.Economy;

/// <summary>What can happen in a simulated market; 16 at most.</summary>
internal enum EventKind
{
    /// <summary>A client asks; the subject is the model.</summary>
    Arrival,

    /// <summary>A client in a burst asks again; the subject is the client.</summary>
    BurstArrival,

    /// <summary>A machine has done, or failed, a job; the subject is the job.</summary>
    JobEnd,

    /// <summary>A job that found no slot is tried again; the subject is the job.</summary>
    Retry,

    /// <summary>A gateway's waiting room looks at its newest snapshot; the subject is the desk.</summary>
    Drain,

    /// <summary>A machine breaks down; the subject is the seller.</summary>
    Crash,

    /// <summary>A machine is back; the subject is the seller.</summary>
    Return,

    /// <summary>A machine that is gone is no longer announced; the subject is the seller.</summary>
    Forgotten,

    /// <summary>A seller looks at its prices and tells the market its standing; the subject is the seller.</summary>
    Reprice,

    /// <summary>Once a minute: what is in use, and at which prices.</summary>
    Sample,
}
