namespace Cocoon.Ton.Client;

/// <summary>One server and what is known about it.</summary>
internal sealed class ToncenterServer(ToncenterEndpoint endpoint, RequestPacer pacer)
{
    public ToncenterEndpoint Endpoint { get; } = endpoint;

    public RequestPacer Pacer { get; } = pacer;

    /// <summary>Passed over until then.</summary>
    public DateTimeOffset RestsUntil { get; set; } = DateTimeOffset.MinValue;
}
