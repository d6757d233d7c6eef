namespace Cocoon.Ton.Client;

/// <summary>One server of the toncenter-v2 HTTP API.</summary>
/// <param name="Address">Base address ending in "/api/v2/".</param>
/// <param name="ApiKey">Sent as X-API-Key to this server only; null for none.</param>
public sealed record ToncenterEndpoint(Uri Address, string? ApiKey = null)
{
    /// <summary>The address; never the key.</summary>
    public override string ToString() => Address.ToString();
}
