using Cocoon.Simulation.Faults;

namespace Cocoon.Simulation.Runtime;

/// <summary>Timers that come early, late or twice.</summary>
internal sealed class TimerWeather(IFaults faults)
{
    public TimeSpan Disturb(TimeSpan due)
    {
        if (due <= TimeSpan.Zero) return due;
        if (faults.Strike(FaultKind.TimerLate) is { } late) return due + late.Between(TimeSpan.Zero, TimeSpan.FromSeconds(5));
        if (faults.Strike(FaultKind.TimerEarly) is { } early) return early.Between(TimeSpan.Zero, due);
        return due;
    }

    public bool Repeats() => faults.Strike(FaultKind.TimerTwice) is not null;
}
