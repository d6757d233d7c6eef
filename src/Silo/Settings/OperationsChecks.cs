namespace Cocoon.Silo.Settings;

internal static class OperationsChecks
{
    private const int MaxName = 64;

    public static IEnumerable<string> Of(OperationsSettings operations, TelemetrySettings telemetry) =>
    [
        .. Checks.Listen("Cocoon:Operations:Listen", operations.Listen),
        .. operations.Operators.SelectMany((person, i) => Person($"Cocoon:Operations:Operators:{i}", person)),
        .. operations.Operators.GroupBy(person => person.Name, StringComparer.OrdinalIgnoreCase).Where(group => group.Key is not null && group.Count() > 1)
            .Select(group => $"Cocoon:Operations:Operators names '{group.Key}' twice. The audit log must tell people apart: give each a name of their own."),
        .. operations.ExplorerLink is { } link ? Link(link) : [],
        .. telemetry.OtlpEndpoint is { } endpoint ? Checks.Web("Cocoon:Telemetry:OtlpEndpoint", endpoint, Uri.UriSchemeHttp, Uri.UriSchemeHttps) : [],
        .. telemetry.TraceShare is >= 0 and <= 1 ? (string[])[] : [FormattableString.Invariant($"Cocoon:Telemetry:TraceShare is {telemetry.TraceShare}; it takes 0 to 1, such as 0.01 for one request in a hundred.")],
    ];

    private static IEnumerable<string> Link(string link) => link.Contains("{hash}", StringComparison.Ordinal)
        ? Checks.Web("Cocoon:Operations:ExplorerLink", link.Replace("{hash}", "0", StringComparison.Ordinal), Uri.UriSchemeHttp, Uri.UriSchemeHttps)
        : [$"Cocoon:Operations:ExplorerLink is '{link}'; it needs {{hash}} where the transaction's hash goes, such as https://explorer.example/tx/{{hash}}."];

    private static IEnumerable<string> Person(string option, OperatorSettings person) =>
    [
        .. person.Name is { Length: > 0 and <= MaxName } name && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_')
            ? (string[])[] : [$"{option}:Name is '{person.Name}'; it takes 1 to {MaxName} letters, digits, '.', '-' and '_'."],
        .. Checks.Hash($"{option}:KeyHash", person.KeyHash),
    ];
}
