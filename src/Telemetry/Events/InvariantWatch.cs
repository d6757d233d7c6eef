using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using Cocoon.Grains.Events;

namespace Cocoon.Telemetry.Events;

/// <summary>Tells of violated invariants like of any other event. The state machines that find them know of no listener, only of a counter.</summary>
internal sealed class InvariantWatch : IDisposable
{
    private const int Invariants = 14;

    private readonly MeterListener _listener = new();

    public InvariantWatch(IMarketEvents events, TimeProvider time)
    {
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument is not Counter<long> { Meter.Name: "Cocoon.Ledger", Name: "cocoon.ledger.invariant_violations" } violations) return;
            listener.EnableMeasurementEvents(violations);
            // An alert needs to see the zero before it can see a one.
            for (var i = 1; i <= Invariants; i++) violations.Add(0, new KeyValuePair<string, object?>("invariant", $"I{i}"));
        };
        _listener.SetMeasurementEventCallback<long>((_, count, _, _) =>
        {
            for (var i = 0; i < count; i++) events.Publish(new MarketEvent { Kind = MarketEventKind.InvariantViolated, At = time.GetUtcNow() });
        });
    }

    public void Start()
    {
        // Without this the counter, and with it the metric at 0, would come into being with the first violation.
        RuntimeHelpers.RunClassConstructor(typeof(Invariant).TypeHandle);
        _listener.Start();
    }

    public void Dispose() => _listener.Dispose();
}
