namespace Cocoon.Simulation.Linearizability;

/// <summary>What an object does when its calls come one after another. Pure and deterministic.</summary>
/// <typeparam name="TState">Immutable; equal when no later call could tell two of them apart.</typeparam>
/// <typeparam name="TCall">What can be asked.</typeparam>
/// <typeparam name="TReply">What is answered; compared by equality.</typeparam>
public interface ISequentialSpecification<TState, in TCall, TReply>
    where TState : IEquatable<TState>
{
    /// <summary>The object before the history.</summary>
    TState Beginning { get; }

    /// <summary>The one answer to a call, and the object after it.</summary>
    (TState After, TReply Reply) Apply(TState state, TCall call);
}
