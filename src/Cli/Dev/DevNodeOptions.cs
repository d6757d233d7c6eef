using Cocoon.Silo.Hosting;
using Cocoon.Telemetry.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cocoon.Cli.Dev;

/// <summary>How to run the node.</summary>
/// <param name="StateFolder">Where its state file is.</param>
/// <param name="Port">Port of the gateway; 0 for any free one.</param>
/// <param name="KeepVouchers">Whether the gateway signs the demo client's vouchers, for callers without the client library.</param>
/// <param name="LogLevel">Least level of our own log lines.</param>
/// <param name="Configure">Extra services, registered before all others; they win over the node's own.</param>
/// <param name="FinalityBlocks">Blocks after which the chain counts as final; more than 0 only makes sense with a block time.</param>
/// <param name="Override">Changes to the silo after everything else was registered, such as another storage.</param>
/// <param name="Telemetry">What the node tells about itself; null for metrics only.</param>
internal sealed record DevNodeOptions(
    string StateFolder, int Port, bool KeepVouchers, LogLevel LogLevel, Action<DevNetwork, IServiceCollection>? Configure = null, uint FinalityBlocks = 0,
    Action<IHostApplicationBuilder>? Override = null, CocoonTelemetryOptions? Telemetry = null)
{
    /// <summary>Changes to the silo's own options; null for none.</summary>
    public Action<DevNetwork, CocoonSiloOptions>? Silo { get; init; }

    /// <summary>Whether a machine without a TEE dials out to it, in a build for Orleans. Default: false.</summary>
    public bool Edge { get; init; }
}
