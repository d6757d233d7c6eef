using Cocoon.Core.Money;

namespace Cocoon.Cli.Providers;

/// <summary>What an owner wants to sell, and how to join.</summary>
/// <param name="Models">What is served.</param>
/// <param name="PromptTon">TON per million prompt tokens.</param>
/// <param name="CompletionTon">TON per million completion tokens.</param>
/// <param name="Slots">Jobs at once for each model.</param>
/// <param name="Region">Where the machine is, for people.</param>
/// <param name="Stake">What is to be staked; null for the market's least.</param>
/// <param name="IsOpen">Without a TEE.</param>
/// <param name="Edges">Gateway ports of the market's core silos to dial out to, as IP:PORT; empty for a silo of the cluster.</param>
internal sealed record JoinWish(IReadOnlyList<ModelToServe> Models, decimal PromptTon, decimal CompletionTon, int Slots, string Region, Nano? Stake, bool IsOpen, IReadOnlyList<string> Edges)
{
    /// <summary>Whether the machine dials out, rather than being a silo that the others reach.</summary>
    public bool DialsOut => IsOpen || Edges.Count > 0;
}
