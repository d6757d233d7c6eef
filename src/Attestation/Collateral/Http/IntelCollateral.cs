using System.Text;

namespace Cocoon.Attestation.Collateral.Http;

/// <summary>
/// Intel's Provisioning Certification Service, version 4, or a caching service (PCCS) with the same paths. Issuer chains come in
/// headers, as PEM escaped as in addresses. Thread-safe.
/// </summary>
public sealed class IntelCollateral : ICollateralSource
{
    /// <summary>Intel's own service.</summary>
    public static readonly Uri Intel = new("https://api.trustedservices.intel.com/");

    /// <summary>Where Intel's own service keeps the list of its root, which caching services have beside the others.</summary>
    public static readonly Uri IntelRootCrl = new("https://certificates.trustedservices.intel.com/IntelSGXRootCA.der");

    private const string QeIdentityPath = "tdx/certification/v4/qe/identity";
    private static readonly string[] ChainHeaders = ["SGX-Enclave-Identity-Issuer-Chain", "Enclave-Identity-Issuer-Chain"];

    private readonly CollateralHttp _http;
    private readonly Uri _base;

    /// <param name="http">Asks.</param>
    /// <param name="address">Base address: <see cref="Intel"/>, or that of a caching service, such as https://pccs.example:8081/.</param>
    /// <exception cref="ArgumentException">The address is no base address.</exception>
    public IntelCollateral(CollateralHttp http, Uri address) =>
        (_http, _base) = (http, CollateralHttp.RequireBase(address, "Collateral:Intel"));

    public string Name => _base == Intel ? "Intel PCS" : $"PCCS {_base.Host}";

    public async Task<CollateralItem?> Get(CollateralNeed need, CancellationToken cancellationToken)
    {
        if (AddressOf(need.Key) is not { } address || await _http.Ask(Name, address, null, cancellationToken) is not { } answer) return null;
        return need.Key.Kind switch
        {
            CollateralKind.TcbSigningChain => ChainOf(answer) is { } chain ? new CollateralItem(need.Key, chain) : throw new CollateralSourceException($"{Name} sent no {ChainHeaders[0]} with the QE identity. Update the caching service."),
            CollateralKind.IntelRootCrl or CollateralKind.IntelPckCrl => new CollateralItem(need.Key, DerText.ToDer(answer.Body)),
            _ => new CollateralItem(need.Key, answer.Body),
        };
    }

    private Uri? AddressOf(CollateralKey key) => key.Kind switch
    {
        CollateralKind.TdxTcbInfo => new Uri(_base, $"tdx/certification/v4/tcb?fmspc={Uri.EscapeDataString(key.Id)}"),
        CollateralKind.TdxQeIdentity or CollateralKind.TcbSigningChain => new Uri(_base, QeIdentityPath),
        CollateralKind.IntelRootCrl => _base == Intel ? IntelRootCrl : new Uri(_base, "sgx/certification/v4/rootcacrl"),
        CollateralKind.IntelPckCrl => new Uri(_base, $"sgx/certification/v4/pckcrl?ca={Uri.EscapeDataString(key.Id)}&encoding=der"),
        _ => null,
    };

    private static byte[]? ChainOf(CollateralAnswer answer)
    {
        foreach (var name in ChainHeaders)
            if (answer.Headers.TryGetValue(name, out var escaped)) return Encoding.ASCII.GetBytes(Uri.UnescapeDataString(escaped));
        return null;
    }
}
