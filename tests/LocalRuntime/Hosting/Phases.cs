using System.Collections.Concurrent;

namespace Cocoon.LocalRuntime.Tests.Hosting;

/// <summary>Named points that grains and tests wait for, instead of sleeping. A point once reached stays reached.</summary>
public static class Phases
{
    private static readonly ConcurrentDictionary<string, TaskCompletionSource> Points = new();

    public static void Reach(string point) => Point(point).TrySetResult();

    public static bool IsReached(string point) => Point(point).Task.IsCompleted;

    /// <summary>Waits for a point, at most half a minute.</summary>
    public static async Task Wait(string point)
    {
        try
        {
            await Point(point).Task.WaitAsync(TimeSpan.FromSeconds(30));
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"'{point}' was not reached.");
        }
    }

    private static TaskCompletionSource Point(string name) => Points.GetOrAdd(name, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
