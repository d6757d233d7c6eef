namespace Cocoon.Ton.Client;

/// <summary>How to reach nodes over the toncenter-v2 HTTP API.</summary>
public sealed class ToncenterOptions
{
    /// <summary>Base address ending in "/api/v2/". Required.</summary>
    public required Uri Endpoint { get; set; }

    /// <summary>Sent to <see cref="Endpoint"/> as X-API-Key when set; public servers allow one request a second without. Default: none.</summary>
    public string? ApiKey { get; set; }

    /// <summary>
    /// Servers to turn to, in this order, while <see cref="Endpoint"/> fails. They must serve the same network; the newest
    /// block of one may be a little behind another's. Default: none.
    /// </summary>
    public IReadOnlyList<ToncenterEndpoint> Fallbacks { get; set; } = [];

    /// <summary>Requests a second to each server at most; further ones wait for their turn. Default: no limit.</summary>
    public double? RequestsPerSecond { get; set; }

    /// <summary>Time for one try. Default: 10 s.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Tries in all. A message that is tried again is sent as the same bytes. Default: 4.</summary>
    public int Attempts { get; set; } = 4;

    /// <summary>Wait before the second try, doubled with each further one, plus up to half of it at random. Default: 200 ms.</summary>
    public TimeSpan FirstDelay { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Longest wait between two tries; a server that asks for more ends the call. Default: 10 s.</summary>
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a server that failed is passed over while another one is there. Default: 30 s.</summary>
    public TimeSpan RestAfterFailure { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Largest answer accepted, in bytes. Default: 64 MiB.</summary>
    public int MaxResponseBytes { get; set; } = 64 * 1024 * 1024;

    /// <exception cref="ArgumentException">A value is out of range; the message says which.</exception>
    internal void Validate()
    {
        foreach (var address in Fallbacks.Select(fallback => fallback.Address).Prepend(Endpoint))
        {
            if (address is not { IsAbsoluteUri: true } || !address.AbsolutePath.EndsWith('/'))
                throw new ArgumentException($"A server's address must be absolute and end with a slash, such as http://localhost:8081/api/v2/, not '{address}'.");
        }
        if (Attempts < 1) throw new ArgumentException($"{nameof(Attempts)} must be at least 1, not {Attempts}.");
        if (RequestsPerSecond is { } rate && !(rate is > 0 and <= 1_000_000)) throw new ArgumentException($"{nameof(RequestsPerSecond)} must be above 0 and at most 1,000,000.");
        if (Timeout <= TimeSpan.Zero || FirstDelay < TimeSpan.Zero || MaxDelay < TimeSpan.Zero || RestAfterFailure < TimeSpan.Zero)
            throw new ArgumentException("Times must not be negative, and the timeout not zero.");
        if (MaxResponseBytes < 1) throw new ArgumentException($"{nameof(MaxResponseBytes)} must be at least 1.");
    }
}
