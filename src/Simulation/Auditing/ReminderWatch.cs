using Cocoon.Simulation.Runtime;

namespace Cocoon.Simulation.Auditing;

/// <summary>Whatever has to go on by itself has a reminder when it is stored, or its next crash is its end (I13).</summary>
internal sealed class ReminderWatch(World world, Network network)
{
    /// <summary>A reminder that was removed while work came is set again within so long.</summary>
    private static readonly TimeSpan SetAgainWithin = TimeSpan.FromSeconds(2);

    /// <summary>A grain was stored with work to do, and had none before.</summary>
    public void Require(GrainId grain, Action<string> violation)
    {
        if (network.Reminders.Has(grain) || network.PlaceOf(grain) is not { } host) return;
        world.After(SetAgainWithin, _ =>
        {
            if (host.IsAlive && !network.Reminders.Has(grain) && !network.LivedTwice(grain)) violation($"I13: {grain} was stored with work to do and without a reminder");
        });
    }
}
