namespace Cocoon.Cli.Providers;

/// <summary>Waits for something to show on chain, as long as a public network may take.</summary>
internal static class ChainWait
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    public static async Task Until(Func<Task<bool>> condition, string what, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            while (!await condition()) await Task.Delay(Poll, patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CliException($"The chain did not show {what} within {Patience.TotalSeconds:0} s. Run the same command again: it finds what was done, and does nothing twice.");
        }
    }
}
