namespace Cocoon.Attestation.Collateral.Http;

/// <summary>How vendors' services are asked.</summary>
public sealed class CollateralHttpOptions
{
    /// <summary>Most requests for one document. Default: 3; the next source is asked after that.</summary>
    public int Attempts { get; set; } = 3;

    /// <summary>Wait before the second request, doubled with each, at least half of it and the rest by chance. Default: 500 ms.</summary>
    public TimeSpan FirstDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Longest wait; a service that asks for more is given up for now. AMD's asks for 10 s. Default: 12 s.</summary>
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromSeconds(12);

    /// <summary>Time for one request. Default: 10 s.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest answer read, in bytes. Default: 1 MiB.</summary>
    public int MaxBytes { get; set; } = 1 << 20;

    /// <exception cref="ArgumentException">A value is out of range; the message says which.</exception>
    internal void Validate()
    {
        if (Attempts is < 1 or > 10) throw new ArgumentException($"CollateralHttp:{nameof(Attempts)} must be from 1 to 10, not {Attempts}.");
        if (MaxBytes is < 4096 or > 16 << 20) throw new ArgumentException($"CollateralHttp:{nameof(MaxBytes)} must be from 4 KiB to 16 MiB, not {MaxBytes}.");
        if (FirstDelay < TimeSpan.Zero || MaxDelay < FirstDelay || MaxDelay > TimeSpan.FromMinutes(1)) throw new ArgumentException($"CollateralHttp:{nameof(MaxDelay)} must be at least {nameof(FirstDelay)} and at most a minute.");
        if (Timeout <= TimeSpan.Zero || Timeout > TimeSpan.FromMinutes(5)) throw new ArgumentException($"CollateralHttp:{nameof(Timeout)} must be above zero and at most 5 minutes, not {Timeout}.");
    }
}
