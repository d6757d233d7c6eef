using Cocoon.Core.Crypto;

namespace Cocoon.Silo.Settings;

internal static class UpstreamChecks
{
    private const int HashBytes = 32;
    private const int MostContext = 100_000_000;

    public static IEnumerable<string> Of(string option, UpstreamSettings upstream) =>
    [
        .. Checks.Web($"{option}:Endpoint", upstream.Endpoint, "http", "https"),
        .. Checks.One(KeyFile.WhyNotSecret($"{option}:ApiKeyFile", upstream.ApiKeyFile)),
        .. Checks.Required($"{option}:Model", upstream.Model, "Name the model as the server and the registry do."),
        .. HexBytes.TryParse(upstream.WeightHash, out var hash) && hash.Length == HashBytes ? [] : (string[])[$"{option}:WeightHash takes the model's hash in the registry, 64 hex digits. Make it with: cocoon model add FOLDER"],
        .. Checks.Between($"{option}:ContextLength", upstream.ContextLength, 1, MostContext),
        .. Checks.Between($"{option}:Slots", upstream.Slots, 1, 1_024),
        .. Checks.Between($"{option}:ProbeSeconds", upstream.ProbeSeconds, 0, 86_400),
        .. Checks.Between($"{option}:ProbeFailures", upstream.ProbeFailures, 1, 100),
        .. Checks.Between($"{option}:MetricsSeconds", upstream.MetricsSeconds, 0, 3_600),
        .. Checks.Between($"{option}:FirstSeconds", upstream.FirstSeconds, 1, 3_600),
        .. Checks.Between($"{option}:TotalSeconds", upstream.TotalSeconds, 1, 86_400),
        .. upstream.TokenizerFolder is { } folder ? Checks.Folder($"{option}:TokenizerFolder", folder) : [],
    ];
}
