using System.Globalization;
using Cocoon.Attestation.SevSnp;

namespace Cocoon.Attestation.Collateral.Http;

/// <summary>
/// AMD's Key Distribution Service (AMD 57230, chapter 4), or a mirror of it. It allows few requests: keep what it gives.
/// Thread-safe.
/// </summary>
public sealed class AmdCollateral : ICollateralSource
{
    /// <summary>AMD's own service.</summary>
    public static readonly Uri Amd = new("https://kdsintf.amd.com/");

    private const int TurinChipIdDigits = 16;

    private readonly CollateralHttp _http;
    private readonly Uri _base;

    /// <param name="http">Asks.</param>
    /// <param name="address">Base address: <see cref="Amd"/>, or that of a mirror.</param>
    /// <exception cref="ArgumentException">The address is no base address.</exception>
    public AmdCollateral(CollateralHttp http, Uri address) => (_http, _base) = (http, CollateralHttp.RequireBase(address, "Collateral:Amd"));

    public string Name => _base == Amd ? "AMD KDS" : $"KDS mirror {_base.Host}";

    public async Task<CollateralItem?> Get(CollateralNeed need, CancellationToken cancellationToken)
    {
        if (PathOf(need) is not { } path || await _http.Ask(Name, new Uri(_base, path), null, cancellationToken) is not { } answer) return null;
        return new CollateralItem(need.Key, need.Key.Kind == CollateralKind.SnpCrl ? DerText.ToDer(answer.Body) : answer.Body);
    }

    private static string? PathOf(CollateralNeed need)
    {
        var parts = need.Key.Id.Split('/');
        return need.Key.Kind switch
        {
            CollateralKind.SnpAuthorities when Product(parts[0]) is { } product => $"{(parts is [_, "vlek"] ? "vlek" : "vcek")}/v1/{product}/cert_chain",
            CollateralKind.SnpCrl when Product(parts[0]) is { } product => $"vcek/v1/{product}/crl",
            CollateralKind.SnpLeaf when parts is [var chip, var tcb] && Product(need.Product) is { } product => LeafPath(product, chip, tcb),
            _ => null,
        };
    }

    private static string? LeafPath(SnpProduct product, string chip, string tcbHex)
    {
        if (!chip.All(char.IsAsciiHexDigit) || tcbHex.Length != 2 * SnpTcb.Bytes || !tcbHex.All(char.IsAsciiHexDigit)) return null;
        var isTurin = product == SnpProduct.Turin;
        if (isTurin && chip.Length >= TurinChipIdDigits) chip = chip[..TurinChipIdDigits];
        var tcb = SnpTcb.Read(Convert.FromHexString(tcbHex), product);
        var fmc = isTurin ? string.Create(CultureInfo.InvariantCulture, $"fmcSPL={tcb.Fmc:00}&") : "";
        return string.Create(CultureInfo.InvariantCulture, $"vcek/v1/{product}/{chip}?{fmc}blSPL={tcb.BootLoader:00}&teeSPL={tcb.Tee:00}&snpSPL={tcb.Snp:00}&ucodeSPL={tcb.Microcode:00}");
    }

    private static SnpProduct? Product(string lower) => lower switch
    {
        "milan" => SnpProduct.Milan,
        "genoa" => SnpProduct.Genoa,
        "turin" => SnpProduct.Turin,
        _ => null,
    };
}
