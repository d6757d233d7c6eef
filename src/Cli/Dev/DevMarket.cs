using System.Diagnostics;
using Cocoon.Core.Crypto;
using Cocoon.Inference.Models;
using Cocoon.Silo.Hosting;

namespace Cocoon.Cli.Dev;

/// <summary>A whole market on this machine: local chain, contracts, silo, provider and gateway.</summary>
internal sealed class DevMarket : IAsyncDisposable
{
    private DevMarket(LocalChain chain, DevNetwork network, DevNode node, DevEdge? edge)
    {
        Chain = chain;
        Network = network;
        Node = node;
        Edge = edge;
    }

    public LocalChain Chain { get; }
    public DevNetwork Network { get; }
    public DevNode Node { get; }

    /// <summary>The machine that dials out; null where none was asked for.</summary>
    public DevEdge? Edge { get; }

    /// <param name="options">How to run the node; its state folder is made when missing.</param>
    /// <param name="say">Told about each step, for progress on the screen.</param>
    /// <param name="cancellationToken">Stops starting; what was started is stopped again.</param>
    public static async Task<DevMarket> Start(DevNodeOptions options, Action<string> say, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(options.StateFolder);
        LocalChain? chain = null;
        DevNode? node = null;
        DevEdge? edge = null;
        try
        {
            var keys = DevKeys.LoadOrCreate(options.StateFolder, new SystemEntropy());
            chain = await Step("Local chain", () => LocalChain.Start(Path.Combine(options.StateFolder, "chain"), cancellationToken), started => started.Api.Authority);
            var network = new DevNetwork(chain.Api, keys);
            await Step("Contracts, wallets and the client's deposit", async () => { await network.Deploy(chain, cancellationToken); return network; }, _ => "on chain");
            var model = ModelFolder.Open(ProjectRoot.Model);
            var registry = new DevRegistry(network, options.FinalityBlocks);
            await Step("Registry with the market's rules", async () => { await registry.Deploy(network.Vault, model, cancellationToken); return registry; }, _ => $"{registry.Address}");
            var rules = await registry.Read(model, cancellationToken);
            node = await Step("Silo and gateway", () => DevNode.Start(network, rules, model, options, cancellationToken), started => $"{CocoonSilo.Runtime}, {started.Address}");
            await Step("Model and offer", async () => { await node.WaitForOffer(cancellationToken); return node; }, _ => $"{node.Model.Id}, tier simulated (development only)");
            if (options.Edge) edge = await Step("Machine that dials out", () => DevEdge.Start(node, network, rules, options, cancellationToken), started => $"{started.Wallet}, tier open");
            if (model.IsToy) say($"NOTE: {model.Id} is a toy. It shows how everything works; what it says is mostly wrong, and public markets do not offer it.");
            return new DevMarket(chain, network, node, edge);
        }
        catch
        {
            if (edge is not null) await edge.DisposeAsync();
            if (node is not null) await node.DisposeAsync();
            if (chain is not null) await chain.DisposeAsync();
            throw;
        }

        async Task<T> Step<T>(string name, Func<Task<T>> run, Func<T, string> result)
        {
            var clock = Stopwatch.StartNew();
            var value = await run();
            say($"{name}: {result(value)} ({clock.Elapsed.TotalSeconds:0.0} s)");
            return value;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Edge is not null) await Edge.DisposeAsync();
        await Node.DisposeAsync();
        await Chain.DisposeAsync();
        Network.Keys.Dispose();
    }
}
