using Cocoon.Simulation.Auditing;
using Cocoon.Simulation.Faults;

namespace Cocoon.Simulation.Tracing;

/// <summary>One thing that happened.</summary>
/// <param name="Time">Ticks of 100 ns since the beginning.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Lane">Whose it is; a number of <see cref="Trace.LaneName"/>.</param>
/// <param name="To">The other lane of a message; -1 for none.</param>
/// <param name="Id">Names a call; 0 for none.</param>
/// <param name="Text">In words.</param>
/// <param name="Fault">The fault that it is, or suffers.</param>
/// <param name="Totals">The market's money after it; null where it did not change.</param>
internal readonly record struct TraceEvent(long Time, TraceKind Kind, int Lane, int To, long Id, string Text, FaultKind? Fault, MoneyTotals? Totals);
