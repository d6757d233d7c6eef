namespace Cocoon.Silo.Settings;

/// <summary>
/// The listener for those who run the market: /health/live, /health/ready and /metrics for machines, /admin and /orleans for
/// operators.
/// </summary>
public sealed class OperationsSettings
{
    /// <summary>Where it listens, as "http://ADDRESS:PORT"; port 0 takes any free one. Keep it off the internet. Default: "http://127.0.0.1:9090".</summary>
    public string Listen { get; init; } = "http://127.0.0.1:9090";

    /// <summary>Who may open the pages. Default: nobody, which closes them; health and metrics are open to whoever reaches the port.</summary>
    public IReadOnlyList<OperatorSettings> Operators { get; init; } = [];

    /// <summary>Address of a transaction in a block explorer, with "{hash}" in place of its hash: batches on the admin pages link to it. Default: null, no links.</summary>
    public string? ExplorerLink { get; init; }

    /// <summary>Folder with traces of "cocoon sim", which the admin pages show. Default: null, none.</summary>
    public string? TraceFolder { get; init; }
}
