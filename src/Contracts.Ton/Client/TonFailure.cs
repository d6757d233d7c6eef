namespace Cocoon.Ton.Client;

public enum TonFailure
{
    /// <summary>No answer, or an answer that says to come back later. What was asked may have happened.</summary>
    Unavailable,

    /// <summary>The contract or the node refused the message; it had no effect.</summary>
    Rejected,

    /// <summary>The question itself was wrong.</summary>
    BadRequest,

    /// <summary>The node's answer makes no sense.</summary>
    BadAnswer,
}
