namespace Cocoon.Simulation.Tracing;

/// <summary>What a traced event is.</summary>
internal enum TraceKind
{
    Send,
    Deliver,
    Answer,
    Answered,
    Write,
    Read,
    Activate,
    Deactivate,
    Timer,
    Reminder,
    Chain,
    Fault,
    Money,
    Note,
    Violation,
}
