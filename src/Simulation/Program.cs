using System.CommandLine;
using Cocoon.Simulation.Commands;

var root = new RootCommand("Simulates whole markets, every fault included: the very grains that run in production, under a seed (docs/simulation.md).")
{
    RunCommand.Create(),
    ReplayCommand.Create(),
    BenchCommand.Create(),
    MarketCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
