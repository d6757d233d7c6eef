namespace Cocoon.Attestation.Collateral.Http;

/// <summary>
/// Key sets of token issuers, each at the address that was configured for it: what a token says of where its keys are
/// ("jku") is never asked. Thread-safe.
/// </summary>
public sealed class KeySetCollateral : ICollateralSource
{
    private readonly CollateralHttp _http;
    private readonly Dictionary<string, Uri> _addresses;

    /// <param name="http">Asks.</param>
    /// <param name="addresses">Address of the key set by issuer, such as https://sharedweu.weu.attest.azure.net/certs. Only https.</param>
    /// <exception cref="ArgumentException">An address is not https.</exception>
    public KeySetCollateral(CollateralHttp http, IReadOnlyDictionary<string, Uri> addresses)
    {
        foreach (var (issuer, address) in addresses)
            if (address is not { IsAbsoluteUri: true, Scheme: "https" }) throw new ArgumentException($"The keys of {issuer} must be at an https address: whoever changes them on the way makes tokens.");
        (_http, _addresses) = (http, new Dictionary<string, Uri>(addresses, StringComparer.Ordinal));
    }

    public string Name => "key sets";

    public async Task<CollateralItem?> Get(CollateralNeed need, CancellationToken cancellationToken)
    {
        if (need.Key.Kind != CollateralKind.JsonWebKeys || !_addresses.TryGetValue(need.Key.Id, out var address)) return null;
        return await _http.Ask(Name, address, null, cancellationToken) is { } answer ? new CollateralItem(need.Key, answer.Body) : null;
    }
}
