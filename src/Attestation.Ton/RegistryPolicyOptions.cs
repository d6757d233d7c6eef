namespace Cocoon.Attestation.Ton;

/// <summary>How the registry is followed.</summary>
public sealed class RegistryPolicyOptions
{
    /// <summary>Longest age of the registry's state while the chain can be asked; it is read again at half of it. Default: 20 s, which is also the most.</summary>
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a verdict waits for the registry when the state is older than that. Default: 10 s.</summary>
    public TimeSpan MaxWait { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long the last good state counts while the chain cannot be asked; then everything is denied. Longer rides out longer
    /// outages, shorter ends sooner what was revoked meanwhile. Default: 5 min.
    /// </summary>
    public TimeSpan KeepFor { get; set; } = TimeSpan.FromMinutes(5);

    /// <exception cref="ArgumentException">A value is out of range; the message says which.</exception>
    internal void Validate()
    {
        if (MaxAge < TimeSpan.FromSeconds(1) || MaxAge > TimeSpan.FromSeconds(20)) throw new ArgumentException($"RegistryPolicy:{nameof(MaxAge)} must be from 1 to 20 seconds, not {MaxAge}: a revocation must be seen within it.");
        if (MaxWait <= TimeSpan.Zero || MaxWait > TimeSpan.FromMinutes(1)) throw new ArgumentException($"RegistryPolicy:{nameof(MaxWait)} must be above zero and at most a minute, not {MaxWait}.");
        if (KeepFor < MaxAge || KeepFor > TimeSpan.FromHours(1)) throw new ArgumentException($"RegistryPolicy:{nameof(KeepFor)} must be at least {nameof(MaxAge)} and at most an hour, not {KeepFor}.");
    }
}
