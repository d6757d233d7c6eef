namespace Cocoon.Core.Tests.Jobs;

/// <summary>What a provider can state wrongly in a receipt, besides its token counts.</summary>
internal enum Lie
{
    None,
    Job,
    Client,
    Channel,
    Provider,
    Model,
    Weights,
    EnclaveKey,
    Appraisal,
    Tier,
    Prices,
    Fee,
    Bonus,
    Charge,
}
