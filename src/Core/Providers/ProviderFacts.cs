using System.Collections.Immutable;
using Cocoon.Core.Accounts;
using Cocoon.Core.Trust;

namespace Cocoon.Core.Providers;

/// <summary>What a provider's twin can tell the provider's owner; nothing of it says who asked for what.</summary>
/// <param name="Provider">The wallet.</param>
/// <param name="IsRegistered">Whether its machine has ever been taken.</param>
/// <param name="Tier">What its machine was found to be; null before.</param>
/// <param name="AppraisedUntil">How long the verdict on its machine holds, or held; null before.</param>
/// <param name="IsDraining">Takes no new jobs, whoever asked for that.</param>
/// <param name="HasLeft">Was taken off the market by its owner, until it is resumed.</param>
/// <param name="JoinedAt">When its machine was first taken; null when it was not, or before this was remembered.</param>
/// <param name="Models">What it offers.</param>
/// <param name="Days">What it delivered, newest day first.</param>
/// <param name="Refusals">Why it refused slots that jobs asked it for, and how often, since its twin came up; commonest first.</param>
/// <param name="CountedSince">When the twin came up.</param>
/// <param name="LastLeaseAt">When a job was last given a slot, if that was since then.</param>
[GenerateSerializer, Immutable, Alias("cocoon.provider-facts")]
public sealed record ProviderFacts(
    [property: Id(0)] AccountAddress Provider,
    [property: Id(1)] bool IsRegistered,
    [property: Id(2)] Tier? Tier,
    [property: Id(3)] DateTimeOffset? AppraisedUntil,
    [property: Id(4)] bool IsDraining,
    [property: Id(5)] bool HasLeft,
    [property: Id(6)] DateTimeOffset? JoinedAt,
    [property: Id(7)] ImmutableList<ModelInUse> Models,
    [property: Id(8)] ImmutableList<ProviderDay> Days,
    [property: Id(9)] ImmutableList<RefusalCount> Refusals,
    [property: Id(10)] DateTimeOffset CountedSince,
    [property: Id(11)] DateTimeOffset? LastLeaseAt)
{
    /// <summary>Whether its owner asked for the drain, so that it lasts until he resumes it; otherwise it ends when the machine starts anew. Default: false.</summary>
    [Id(12)] public bool OwnerDraining { get; init; }
}
