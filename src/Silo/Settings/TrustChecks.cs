namespace Cocoon.Silo.Settings;

internal static class TrustChecks
{
    public static IEnumerable<string> Of(TrustSettings trust) =>
    [
        .. trust.PolicyPath is { } path && !File.Exists(path) ? [$"Cocoon:Trust:PolicyPath: there is no file '{path}'. docs/policy.md says how to write one."] : (string[])[],
        .. trust.CollateralFolder is { } folder ? Checks.Folder("Cocoon:Trust:CollateralFolder", folder) : [],
        .. !trust.AskVendors && trust.CollateralFolder is null ? ["Cocoon:Trust:AskVendors is false and CollateralFolder is not set, so no machine's evidence could be checked. Set one of them."] : (string[])[],
        .. trust.TokenIssuers.SelectMany(issuer => Checks.Web($"Cocoon:Trust:TokenIssuers:{issuer.Key}", issuer.Value, Uri.UriSchemeHttps, Uri.UriSchemeHttp)),
    ];
}
