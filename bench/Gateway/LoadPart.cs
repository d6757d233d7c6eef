using System.Collections.Concurrent;
using System.Text.Json;

namespace Cocoon.Bench.Gateway;

/// <summary>The load generator, in a process of its own: each line of its input is a plan, each line of its output what came of it.</summary>
internal static class LoadPart
{
    /// <summary>So many requests are made before a run, and used in turns.</summary>
    private const int Prepared = 64;

    public static async Task Serve()
    {
        // Measurement waits for nobody else's garbage.
        System.Runtime.GCSettings.LatencyMode = System.Runtime.GCLatencyMode.SustainedLowLatency;
        Console.WriteLine("ready 0 ");
        while (await Console.In.ReadLineAsync() is { } line)
        {
            var plan = JsonSerializer.Deserialize<LoadPlan>(line)!;
            var result = plan switch
            {
                { IsIdle: true } => await Idle(plan),
                { PerSecond: > 0 } => await AtRate(plan),
                _ => await Closed(plan),
            };
            Console.WriteLine(JsonSerializer.Serialize(result, Named));
        }
    }

    /// <summary>Infinities and numbers that are none are spelled out.</summary>
    public static readonly JsonSerializerOptions Named = new() { NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals };

    /// <summary>
    /// Requests leave when they are due, whether or not earlier ones have ended, and are timed from then.
    /// </summary>
    private static async Task<LoadResult> AtRate(LoadPlan plan)
    {
        var requests = Requests(plan);
        var free = new ConcurrentStack<LoadConnection>();
        var running = new Task<LoadSample>[(int)(plan.PerSecond * plan.Seconds)];
        var start = TimeProvider.System.GetTimestamp();
        await Task.Factory.StartNew(() =>
        {
            for (var number = 0; number < running.Length; number++)
            {
                var due = TimeSpan.FromMilliseconds(number * 1000L / plan.PerSecond);
                var wait = due - TimeProvider.System.GetElapsedTime(start);
                if (wait > TimeSpan.Zero) Thread.Sleep((int)wait.TotalMilliseconds);
                // A sleep has whole milliseconds; for the rest the processor is left to whoever wants it.
                while (TimeProvider.System.GetElapsedTime(start) < due) Thread.Yield();
                running[number] = Send(requests[number % requests.Length], start + (long)(due.TotalSeconds * TimeProvider.System.TimestampFrequency));
            }
        }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var samples = await Task.WhenAll(running);
        foreach (var connection in free) connection.Dispose();
        return LoadResult.Of(samples, TimeProvider.System.GetElapsedTime(start));

        async Task<LoadSample> Send(byte[] request, long due)
        {
            if (!free.TryPop(out var connection)) connection = new LoadConnection(plan);
            var sample = await connection.Ask(request, due);
            free.Push(connection);
            return sample;
        }
    }

    private static async Task<LoadResult> Closed(LoadPlan plan)
    {
        var requests = Requests(plan);
        var samples = new ConcurrentBag<LoadSample>();
        var (start, next) = (TimeProvider.System.GetTimestamp(), -1);
        await Task.WhenAll(Enumerable.Range(0, plan.Connections).Select(_ => Task.Run(async () =>
        {
            using var connection = new LoadConnection(plan);
            while (true)
            {
                var number = Interlocked.Increment(ref next);
                if (plan.Requests > 0 ? number >= plan.Requests : TimeProvider.System.GetElapsedTime(start).TotalSeconds >= plan.Seconds) return;
                samples.Add(await connection.Ask(requests[number % requests.Length], TimeProvider.System.GetTimestamp()));
            }
        })));
        return LoadResult.Of([.. samples], TimeProvider.System.GetElapsedTime(start));
    }

    /// <summary>Opens the streams, tells of it, and holds them until the next line.</summary>
    private static async Task<LoadResult> Idle(LoadPlan plan)
    {
        const int AtOnce = 32;
        var requests = Requests(plan);
        var start = TimeProvider.System.GetTimestamp();
        var connections = Enumerable.Range(0, plan.Connections).Select(_ => new LoadConnection(plan)).ToArray();
        var failures = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(Enumerable.Range(0, connections.Length), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (number, _) =>
        {
            try
            {
                if (await connections[number].Hold(requests[number % requests.Length]) is { } failure) failures.Add(failure);
            }
            catch (System.Net.Sockets.SocketException e)
            {
                failures.Add(e.SocketErrorCode.ToString());
            }
        });
        var held = new LoadResult(connections.Length, failures.Count, failures.FirstOrDefault(), 0, 0, 0, 0, 0, TimeProvider.System.GetElapsedTime(start).TotalMilliseconds);
        Console.WriteLine(JsonSerializer.Serialize(held, Named));
        await Console.In.ReadLineAsync();
        foreach (var connection in connections) connection.Dispose();
        return held;
    }

    private static byte[][] Requests(LoadPlan plan) => [.. Enumerable.Range(0, Prepared).Select(number => LoadConnection.Request(plan, number))];
}
