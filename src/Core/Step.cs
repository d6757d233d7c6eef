namespace Cocoon.Core;

/// <summary>
/// What a transition of a pure state machine decided: a new state, the same state (the operation had taken effect before),
/// or a refusal. The caller persists a changed state before it acts on it.
/// </summary>
public readonly record struct Step<TState> where TState : class
{
    private readonly TState? _state;

    private Step(TState? state, bool changed, Refusal? refusal)
    {
        _state = state;
        Changed = changed;
        Refusal = refusal;
    }

    /// <summary>True when <see cref="State"/> differs from the input and has to be written.</summary>
    public bool Changed { get; }

    public Refusal? Refusal { get; }

    /// <exception cref="InvalidOperationException">The step is a refusal.</exception>
    public TState State => _state ?? throw new InvalidOperationException("A refused step has no state.");

    public static Step<TState> To(TState state) => new(state, true, null);

    public static Step<TState> Stay(TState state) => new(state, false, null);

    public static Step<TState> Refuse(RefusalCode code, string message) => new(null, false, new Refusal(code, message));
}
