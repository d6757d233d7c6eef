namespace Cocoon.Ton.Client;

/// <summary>How to reach a node over the toncenter-v2 HTTP API.</summary>
public sealed class ToncenterOptions
{
    /// <summary>Base address ending in "/api/v2/". Required.</summary>
    public required Uri Endpoint { get; set; }

    /// <summary>Sent as X-API-Key when set; public servers allow one request a second without. Default: none.</summary>
    public string? ApiKey { get; set; }

    /// <summary>Time for one try. Default: 10 s.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Tries of a read in all; messages are sent once. Default: 4.</summary>
    public int Attempts { get; set; } = 4;

    /// <summary>Wait before the second try, doubled with each further one, plus up to half of it at random. Default: 200 ms.</summary>
    public TimeSpan FirstDelay { get; set; } = TimeSpan.FromMilliseconds(200);
}
