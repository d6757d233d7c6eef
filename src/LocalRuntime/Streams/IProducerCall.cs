namespace Cocoon.LocalRuntime.Streams;

/// <summary>The producer's side of a call that returns an asynchronous enumeration.</summary>
internal interface IProducerCall
{
    /// <summary>Replaces the caller's token with one that is signalled in the grain's turns.</summary>
    void UseToken(CancellationToken token);
}
