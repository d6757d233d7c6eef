using System.Globalization;
using Cocoon.Simulation.Faults;

namespace Cocoon.Simulation.Tracing;

/// <summary>Traced events in words, one line each.</summary>
internal static class TraceWords
{
    public static string Of(Trace trace, TraceEvent traced)
    {
        var (lane, to) = (Short(trace.LaneName(traced.Lane)), Short(trace.LaneName(traced.To)));
        var call = string.Create(CultureInfo.InvariantCulture, $"(call {traced.Id})");
        var what = traced.Kind switch
        {
            TraceKind.Send => $"{lane} calls {traced.Text} of {to} {call}",
            TraceKind.Deliver => $"{lane} gets {traced.Text} {call}",
            TraceKind.Answer => traced.Text.Length == 0 ? $"{lane} answers {to} {call}" : $"{lane} answers {to} with {traced.Text} {call}",
            TraceKind.Answered => $"{lane} has its answer {call}",
            TraceKind.Write => string.Create(CultureInfo.InvariantCulture, $"the store takes '{traced.Text}' of {to} as version {traced.Id}"),
            TraceKind.Read => $"{lane} reads '{traced.Text}'",
            TraceKind.Activate => $"{lane} comes to life",
            TraceKind.Deactivate => $"{lane} ends",
            TraceKind.Timer => $"{lane}: timer",
            TraceKind.Reminder => $"{lane}: reminder '{traced.Text}'",
            TraceKind.Fault => $"FAULT {(traced.Fault is { } fault ? FaultKinds.Name(fault) : "")}: {lane} {traced.Text}{(traced.Id > 0 ? " " + call : "")}",
            TraceKind.Money => string.Create(CultureInfo.InvariantCulture, $"money: {traced.Totals!.Charged} nano charged, {traced.Totals.Held} held, {traced.Totals.Vouched} vouched, {traced.Totals.Paid} paid"),
            TraceKind.Violation => $"VIOLATION {traced.Text}",
            _ => $"{lane}: {traced.Text}",
        };
        return string.Create(CultureInfo.InvariantCulture, $"{TimeSpan.FromTicks(traced.Time):hh\\:mm\\:ss\\.ffffff}  {what}");
    }

    /// <summary>Addresses are told apart by their first digits well enough.</summary>
    private static string Short(string lane)
    {
        var colon = lane.IndexOf("0:", StringComparison.Ordinal);
        return colon >= 0 && lane.Length - colon > 12 ? string.Concat(lane.AsSpan(0, colon + 10), "…") : lane;
    }
}
