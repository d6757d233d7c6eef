namespace Orleans.Configuration;

/// <summary>How calls wait.</summary>
public abstract class MessagingOptions
{
    /// <summary>How long a caller waits before <see cref="TimeoutException"/>; the callee may still run. Default: 30 seconds.</summary>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether a timeout also cancels the callee's CancellationToken. Default: no.</summary>
    public bool CancelRequestOnTimeout { get; set; }

    /// <summary>Whether a cancelled caller waits until the callee has ended. Default: no.</summary>
    public bool WaitForCancellationAcknowledgement { get; set; }

    /// <summary>Whether a call whose caller has timed out is dropped instead of started. Default: yes.</summary>
    public bool DropExpiredMessages { get; set; } = true;
}
