using Cocoon.Cli.Dev;
using Cocoon.Grains;
using Cocoon.Grains.Chain;
using Cocoon.Inference;
using Cocoon.Inference.Cpu;
using Cocoon.Inference.Models;
using Cocoon.Silo.Chain;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cocoon.CrashHost;

/// <summary>A market like "cocoon dev" that dies at one point.</summary>
internal static class MarketRole
{
    public static async Task Run(string stateFolder, CrashPoint point)
    {
        var death = new Death(point);
        var options = new DevNodeOptions(stateFolder, Port: 0, KeepVouchers: true, LogLevel.Warning, (network, services) =>
        {
            services.AddSingleton<IIncomingGrainCallFilter>(new CrashingFilter(death));
            services.AddSingleton<IMarketChain>(provider => new CrashingChain(ActivatorUtilities.CreateInstance<TonMarketChain>(provider, network.Keys.Operator), death));
            services.AddSingleton<Func<ModelFolder, IInferenceEngine>>(folder => new CrashingEngine(CpuEngine.Open(folder), death));
        });
        await using var market = await DevMarket.Start(options, static _ => { }, CancellationToken.None);
        Console.WriteLine($"ready {market.Node.Address} {market.Node.ApiKey.Reveal()}");
        // Settles at each line it reads; lives until it dies or its parent lets go of its input.
        while (await Console.In.ReadLineAsync() is not null)
        {
            await market.Node.Grains.Channel(market.Network.Channel).Push();
            await market.Node.Grains.Settlement(0).Settle();
        }
    }
}
