using Microsoft.Extensions.Options;

namespace Cocoon.Silo.Settings;

/// <summary>Collects everything that is wrong with the settings, so that nobody has to start five times to see five mistakes.</summary>
/// <param name="kind">Which program reads them.</param>
/// <param name="isCluster">Whether this build's runtime can be a cluster (Orleans), or is one process (LocalRuntime).</param>
public sealed class SettingsValidator(ProcessKind kind, bool isCluster) : IValidateOptions<CocoonSettings>
{
    public ValidateOptionsResult Validate(string? name, CocoonSettings options)
    {
        string[] problems =
        [
            .. Roles(options),
            .. ClusterChecks.Of(options.Cluster),
            .. options.Silo.Role == SiloRole.Edge && kind == ProcessKind.Silo ? [] : DatabaseChecks.Of(options.Database, mustBeShared: isCluster && (kind == ProcessKind.Gateway || options.Silo.Role == SiloRole.Provider)),
            .. ChainChecks.Of(options.Chain),
            .. MarketChecks.Of(options.Market, options.Keys),
            .. SiloChecks.Of(options.Silo),
            .. AuditChecks.Of(options.Audits, kind, options.Silo.Role),
            .. options.Provider is { } provider ? ProviderChecks.Of(provider) : [],
            .. options.Edge is { } edge ? EdgeChecks.Of(edge, options.Silo.Role) : [],
            .. TrustChecks.Of(options.Trust),
            .. options.Canary is { } canary ? CanaryChecks.Of(canary, options.Market.Models, kind, options.Silo.Role) : [],
            .. options.Gateway is { } gateway ? GatewayChecks.Of(gateway) : [],
            .. OperationsChecks.Of(options.Operations, options.Telemetry),
        ];
        return problems.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    /// <summary>Each program has what it needs, and no more secrets than that.</summary>
    private IEnumerable<string> Roles(CocoonSettings options)
    {
        var isCore = kind == ProcessKind.Silo && options.Silo.Role == SiloRole.Core;
        if (!isCluster && !isCore)
            yield return "This build runs on LocalRuntime, which is one process: use `cocoon silo` with Cocoon:Silo:Role Core. Gateways and provider silos of their own need the Orleans packages (see README.md).";
        if (isCore && options.Keys is null) yield return "Cocoon:Keys is missing. A core silo needs MarketKeyFile and OperatorKeyFile.";
        if (!isCore && options.Keys is not null) yield return "Cocoon:Keys is set. Only core silos hold the market's keys: remove the section, and the key files from this machine.";
        if (kind == ProcessKind.Gateway && options.Gateway is null) yield return "Cocoon:Gateway is missing. Add the section; { } takes all defaults.";
        if (kind == ProcessKind.Gateway && options.Provider is not null) yield return "Cocoon:Provider is set. A gateway serves no models: remove the section, or use `cocoon silo`.";
        if (kind == ProcessKind.Silo && options.Silo.Role == SiloRole.Provider && options.Provider is null) yield return "Cocoon:Provider is missing. The role Provider needs Wallet, ModelFolders and Prices.";
        if (kind == ProcessKind.Silo && options.Silo.Role == SiloRole.Edge && (options.Provider is null || options.Edge is null))
            yield return "Cocoon:Provider or Cocoon:Edge is missing. The role Edge needs what it serves (Provider) and where it dials to (Edge).";
        if (options.Edge is not null && options.Provider is null) yield return "Cocoon:Edge is set without Cocoon:Provider. Say what is sold, or remove the section.";
        if (options is { Edge: not null, Provider.AuditsOnly: true })
            yield return "Cocoon:Provider:AuditsOnly is set with Cocoon:Edge. Only a silo runs audits: remove the section Edge, or AuditsOnly.";
        if (kind == ProcessKind.Silo && options.Silo.Role == SiloRole.Edge && options.Gateway is not null)
            yield return "Cocoon:Gateway is set. A machine that dials out reaches its own edge grain alone: remove the section, and run `cocoon gateway` elsewhere.";
        if (kind == ProcessKind.Silo && options.Silo.Role == SiloRole.Provider && options.Gateway is not null)
            yield return "Cocoon:Gateway is set. A provider's silo may not call the ledger as a gateway does: remove the section, and run `cocoon gateway` elsewhere.";
    }
}
