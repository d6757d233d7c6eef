using Cocoon.LocalRuntime.Scheduling;

namespace Cocoon.Simulation.Runtime;

/// <summary>A process of the simulated world: it has a clock and turns of its own, and may die between any two of them.</summary>
internal class SimulatedProcess : ITurnScheduler
{
    public SimulatedProcess(World world, string name)
    {
        World = world;
        Name = name;
        Lane = world.Trace.Lane(name);
        Time = new HostTime(world, new TimerWeather(world.Faults));
    }

    public World World { get; }

    public string Name { get; }

    public int Lane { get; }

    public HostTime Time { get; }

    public bool IsAlive { get; private set; } = true;

    /// <summary>At once: the network answers between turns.</summary>
    TaskCreationOptions ITurnScheduler.Wakes => TaskCreationOptions.None;

    /// <summary>Dies: nothing of it runs any more, and nobody is told.</summary>
    public virtual void Kill()
    {
        IsAlive = false;
        Time.IsStopped = true;
    }

    /// <summary>Runs code that is not a grain's, such as a client's, in turns of this process.</summary>
    public Task Run(Func<Task> work) => Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach,
        new TurnQueue(this, null!, static _ => throw new InvalidOperationException("Only tasks run here."))).Unwrap();

    /// <summary>As <see cref="Run"/>, for work that nobody waits for; an exception that it does not handle is a fault of the simulation and ends it.</summary>
    public void Start(Func<Task> work) => _ = Run(async () =>
    {
        try
        {
            await work();
        }
        catch (Exception unhandled)
        {
            World.Crash ??= unhandled;
        }
    });

    public Task Delay(TimeSpan time, CancellationToken cancellationToken = default) => Task.Delay(time, Time, cancellationToken);

    void ITurnScheduler.Ready(TurnQueue queue)
    {
        // A dead process has no turns; its abandoned timers may still ring when the garbage collector finds them.
        if (IsAlive && !World.IsOver) World.AddReady(queue);
    }
}
