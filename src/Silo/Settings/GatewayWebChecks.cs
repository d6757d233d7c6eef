using Cocoon.Core.Accounts;

namespace Cocoon.Silo.Settings;

/// <summary>The gateway's face to the web: limits, TLS, web pages and login.</summary>
internal static class GatewayWebChecks
{
    public static IEnumerable<string> Of(GatewaySettings gateway) =>
    [
        .. Limits(gateway.Http),
        .. gateway.Tls is { } tls ? Tls(tls) : [],
        .. gateway.CorsOrigins.Where(origin => origin != "*" && !KeyScope.IsOrigin(origin))
            .Select(origin => $"Cocoon:Gateway:CorsOrigins has '{origin}'; it takes origins such as https://app.example, or \"*\"."),
        .. gateway.LoginDomains.Where(domain => Uri.CheckHostName(domain) == UriHostNameType.Unknown)
            .Select(domain => $"Cocoon:Gateway:LoginDomains has '{domain}'; it takes host names such as app.example, without scheme and path."),
        .. gateway.LoginSecretFile is { } secret ? Checks.One(KeyFile.WhyNotKey("Cocoon:Gateway:LoginSecretFile", secret)) : [],
    ];

    private static IEnumerable<string> Limits(HttpLimitSettings http) =>
    [
        .. Checks.Between("Cocoon:Gateway:Http:MaxHeaderBytes", http.MaxHeaderBytes, 4096, 1024 * 1024, " bytes"),
        .. Checks.Between("Cocoon:Gateway:Http:MaxConnections", http.MaxConnections, 1, 1_000_000),
        .. Checks.Between("Cocoon:Gateway:Http:MaxRequestsPerConnection", http.MaxRequestsPerConnection, 1, int.MaxValue),
        .. Checks.Between("Cocoon:Gateway:Http:MinUploadRate", http.MinUploadRate, 1, int.MaxValue, " bytes/s"),
        .. Checks.Between("Cocoon:Gateway:Http:MinDownloadRate", http.MinDownloadRate, 1, int.MaxValue, " bytes/s"),
        .. Checks.Between("Cocoon:Gateway:Http:SlowGraceSeconds", http.SlowGraceSeconds, 2, 300, " s"),
        .. Checks.Between("Cocoon:Gateway:Http:MaxInflation", http.MaxInflation, 1, 10_000),
    ];

    private static IEnumerable<string> Tls(TlsSettings tls)
    {
        if (tls.CertificateFile is not { } certificate) yield return "Cocoon:Gateway:Tls:CertificateFile is missing. Name a PEM file, or a PFX file.";
        else if (!File.Exists(certificate)) yield return $"Cocoon:Gateway:Tls:CertificateFile: there is no file '{certificate}'. Make it, or correct the path; relative paths count from the working folder.";
        if (tls is { KeyFile: not null, PasswordFile: not null }) yield return "Cocoon:Gateway:Tls has KeyFile and PasswordFile. The first belongs to a PEM certificate, the second to a PFX file: remove one.";
        if (KeyFile.WhyNotSecret("Cocoon:Gateway:Tls:KeyFile", tls.KeyFile) is { } key) yield return key;
        if (KeyFile.WhyNotSecret("Cocoon:Gateway:Tls:PasswordFile", tls.PasswordFile) is { } password) yield return password;
    }
}
