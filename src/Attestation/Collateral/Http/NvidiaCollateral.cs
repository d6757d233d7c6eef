using System.Text.Json;
using Cocoon.Attestation.Tokens;

namespace Cocoon.Attestation.Collateral.Http;

/// <summary>NVIDIA's services for reference values (RIM) and certificate status (OCSP). Thread-safe.</summary>
public sealed class NvidiaCollateral : ICollateralSource
{
    /// <summary>NVIDIA's RIM service.</summary>
    public static readonly Uri Rims = new("https://rim.attestation.nvidia.com/");

    /// <summary>NVIDIA's OCSP service.</summary>
    public static readonly Uri Ocsp = new("https://ocsp.ndis.nvidia.com/");

    private readonly CollateralHttp _http;
    private readonly Uri _rims;
    private readonly Uri _ocsp;

    /// <param name="http">Asks.</param>
    /// <param name="rims">Base address of the RIM service: <see cref="Rims"/>, or a mirror.</param>
    /// <param name="ocsp">Address of the OCSP service: <see cref="Ocsp"/>, or a mirror.</param>
    /// <exception cref="ArgumentException">An address is no base address.</exception>
    public NvidiaCollateral(CollateralHttp http, Uri rims, Uri ocsp) =>
        (_http, _rims, _ocsp) = (http, CollateralHttp.RequireBase(rims, "Collateral:NvidiaRims"), CollateralHttp.RequireBase(ocsp, "Collateral:NvidiaOcsp"));

    public string Name => "NVIDIA";

    public async Task<CollateralItem?> Get(CollateralNeed need, CancellationToken cancellationToken)
    {
        switch (need.Key.Kind)
        {
            case CollateralKind.GpuRim when need.Key.Id is not ("" or "." or ".."):
                var found = await _http.Ask(Name, new Uri(_rims, $"v1/rim/{Uri.EscapeDataString(need.Key.Id)}"), null, cancellationToken);
                return found is null ? null : new CollateralItem(need.Key, Rim(found.Body));
            case CollateralKind.OcspAnswer when !need.Request.IsEmpty:
                var status = await _http.Ask(Name, _ocsp, need.Request.ToArray(), cancellationToken);
                return status is null ? null : new CollateralItem(need.Key, status.Body);
            default:
                return null;
        }
    }

    // {"id", "rim": base64 of the XML, "sha256", …}
    private byte[] Rim(byte[] answer)
    {
        if (StrictJson.TryParse(answer, out var root, out _) && root.ValueKind == JsonValueKind.Object && new TokenClaims(root).Text("rim") is { } base64)
        {
            var xml = new byte[base64.Length];
            if (Convert.TryFromBase64String(base64, xml, out var length)) return xml[..length];
        }
        throw new CollateralSourceException($"{Name} answered something else than a RIM. Check Collateral:NvidiaRims.");
    }
}
