using System.Runtime.ExceptionServices;

namespace Cocoon.Simulation.Runtime;

/// <summary>
/// Gives a simulation a thread of its own. On a thread of the pool, .NET would run some continuations at once instead of
/// queueing them, and what may be at once is not for the runtime library to decide.
/// </summary>
internal static class SimulationThread
{
    public static T Run<T>(Func<T> simulation)
    {
        T result = default!;
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                result = simulation();
            }
            catch (Exception exception)
            {
                failure = ExceptionDispatchInfo.Capture(exception);
            }
        })
        {
            IsBackground = true,
            Name = "simulation",
        };
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result;
    }
}
