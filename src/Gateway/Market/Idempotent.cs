namespace Cocoon.Gateway.Market;

/// <summary>Calls that do no harm when they are made twice, through the loss of a silo.</summary>
internal static class Idempotent
{
    private const int MaxRetries = 2;
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(500);

    /// <summary>Whether nobody knows what became of a call, because a silo or its database did not answer.</summary>
    public static bool IsOutage(Exception e) => e is TimeoutException or Orleans.Runtime.OrleansException;

    /// <summary>Makes the call, and two more times at most when a silo was lost over it: its grains come to life elsewhere.</summary>
    /// <param name="call">The same call each time.</param>
    /// <param name="time">For the pauses.</param>
    /// <param name="cancellationToken">Ends the pauses.</param>
    public static async Task<T> Call<T>(Func<Task<T>> call, TimeProvider time, CancellationToken cancellationToken)
    {
        for (var retry = 0; ; retry++)
        {
            try
            {
                return await call();
            }
            catch (Exception e) when (retry < MaxRetries && IsOutage(e))
            {
                await Task.Delay(FirstWait * Math.Pow(3, retry), time, cancellationToken);
            }
        }
    }
}
