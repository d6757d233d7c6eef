namespace Cocoon.Silo.Settings;

/// <summary>
/// All settings of a process, from one JSON file and the environment (<c>Cocoon__Database__Host=...</c>). A commented example
/// with every option is <c>src/Silo/appsettings.example.json</c>. Secrets come from files, never from this file.
/// </summary>
public sealed class CocoonSettings
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Cocoon";

    /// <summary>How the silos find and reach one another.</summary>
    public ClusterSettings Cluster { get; init; } = new();

    /// <summary>Where the ledger and the membership of the cluster are. Required.</summary>
    public DatabaseSettings Database { get; init; } = new();

    /// <summary>How the TON blockchain is reached. Required.</summary>
    public ChainSettings Chain { get; init; } = new();

    /// <summary>What the registry contract does not hold.</summary>
    public MarketSettings Market { get; init; } = new();

    /// <summary>The market's own keys. Required on core silos, refused everywhere else.</summary>
    public KeySettings? Keys { get; init; }

    /// <summary>What follows from audits on chain. Core silos only.</summary>
    public AuditSettings Audits { get; init; } = new();

    /// <summary>Probes of idle offers, on one core silo. Default: null, none.</summary>
    public CanarySettings? Canary { get; init; }

    /// <summary>Role and limits of a silo.</summary>
    public SiloSettings Silo { get; init; } = new();

    /// <summary>The engine of this machine. Required for the role Provider; a core silo with it hosts the engine as well.</summary>
    public ProviderSettings? Provider { get; init; }

    /// <summary>Where a machine outside of the cluster dials to. Required for the role Edge; a core silo with it sells its engine through the edge grain.</summary>
    public EdgeSettings? Edge { get; init; }

    /// <summary>Which machines are trusted, and how this one proves itself.</summary>
    public TrustSettings Trust { get; init; } = new();

    /// <summary>The HTTP gateway. Required for <c>cocoon gateway</c>; a core silo with it runs the gateway as well.</summary>
    public GatewaySettings? Gateway { get; init; }

    /// <summary>Health, metrics, admin pages and dashboard.</summary>
    public OperationsSettings Operations { get; init; } = new();

    /// <summary>Traces and metrics that are sent elsewhere.</summary>
    public TelemetrySettings Telemetry { get; init; } = new();
}
