namespace Cocoon.Silo.Settings;

internal static class ChainChecks
{
    private const string ApiPath = "/api/v2/";

    public static IEnumerable<string> Of(ChainSettings chain) =>
    [
        .. Endpoint(chain.Endpoint),
        .. Checks.One(KeyFile.WhyNotSecret("Cocoon:Chain:ApiKeyFile", chain.ApiKeyFile)),
        .. Checks.Address("Cocoon:Chain:Registry", chain.Registry, "the registry contract's address"),
    ];

    private static string[] Endpoint(string? endpoint)
    {
        if (string.IsNullOrWhiteSpace(endpoint)) return [$"Cocoon:Chain:Endpoint is missing. Name a TON node with the toncenter v2 API, such as https://HOST{ApiPath}."];
        string[] problems = [.. Checks.Web("Cocoon:Chain:Endpoint", endpoint, Uri.UriSchemeHttp, Uri.UriSchemeHttps)];
        return problems.Length > 0 || new Uri(endpoint).AbsolutePath.EndsWith(ApiPath, StringComparison.Ordinal) ? problems : [$"Cocoon:Chain:Endpoint is '{endpoint}'; it must end in {ApiPath}."];
    }
}
