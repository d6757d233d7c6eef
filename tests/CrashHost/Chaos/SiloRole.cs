using Cocoon.Cli;
using Cocoon.Cli.Dev;
using Cocoon.CrashHost.Chaos.Postgres;
using Cocoon.Inference.Models;
using Microsoft.Extensions.Logging;

namespace Cocoon.CrashHost.Chaos;

/// <summary>The silo with its gateway and one provider, against a chain that is somebody else's process. Usage: silo STATE CHAIN-API PORT [POSTGRES]</summary>
internal static class SiloRole
{
    public static async Task Run(string stateFolder, Uri chainApi, int port, string? postgres, CancellationToken cancellationToken)
    {
        using var keys = DevKeys.Load(stateFolder);
        var network = new DevNetwork(chainApi, keys);
        var model = ModelFolder.Open(ProjectRoot.Model);
        var rules = await new DevRegistry(network, ChaosChain.FinalityBlocks).Read(model, cancellationToken);
        var options = new DevNodeOptions(stateFolder, port, KeepVouchers: false, LogLevel.Error, Override: builder =>
        {
            if (postgres is not null) PostgresLedger.Use(builder, postgres);
        });
        await using var node = await DevNode.Start(network, rules, model, options, cancellationToken);
        await node.WaitForOffer(cancellationToken);
        await Role.Serve(cancellationToken);
    }
}
