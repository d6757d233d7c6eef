namespace Cocoon.Gateway.Errors;

/// <summary>
/// What a failure of the cluster behind the gateway means in HTTP: the one table (docs/failures.md). All of it passes, so all
/// of it says when to come back; a caller that sends an Idempotency-Key may repeat at once without being served twice.
/// </summary>
internal static class ClusterErrors
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    /// <summary>About as long as a cluster takes to give a grain of a lost silo, or one whose write failed, a new place.</summary>
    private static readonly TimeSpan Later = TimeSpan.FromSeconds(5);

    /// <returns>Null for what is no failure of the cluster.</returns>
    public static ApiException? ToApi(Exception exception) => exception switch
    {
        // Turned away at the door of a silo or of a grain: nothing ran.
        GatewayTooBusyException or LimitExceededException => Of("overloaded", "The market has more requests than it can take. Nothing was done. Try again.", Soon),
        TimeoutException => Of("timeout", "The market did not answer in time. Try again.", Soon),
        // A silo is gone, storage failed, or no silo is reachable: what had begun may or may not have been done.
        OrleansException or EnumerationAbortedException => Of("unavailable", "A part of the market is not available. Try again, with the same Idempotency-Key so that nothing is charged twice.", Later),
        _ => null,
    };

    private static ApiException Of(string code, string message, TimeSpan retryAfter) => new(503, ErrorTypes.Unavailable, code, message, retryAfter: retryAfter);
}
