using Cocoon.Cli.Dev;
using Cocoon.CrashHost;
using Cocoon.Grains;
using Cocoon.Grains.Chain;
using Cocoon.Inference;
using Cocoon.Inference.Cpu;
using Cocoon.Inference.Models;
using Cocoon.Silo.Chain;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

// A market like "cocoon dev" that dies at one point. Usage: crash-host STATE-FOLDER POINT
var death = new Death(Enum.Parse<CrashPoint>(args[1]));
var options = new DevNodeOptions(args[0], Port: 0, KeepVouchers: true, LogLevel.Warning, (network, services) =>
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
