using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Trust;

namespace Cocoon.Core.Quotes;

/// <summary>Asks a provider at which prices it would take a job.</summary>
/// <param name="Client">Who pays; the quote is for no one else.</param>
/// <param name="Model">Model id.</param>
/// <param name="MaxPromptTokens">Most prompt tokens of the job.</param>
/// <param name="MaxCompletionTokens">Most completion tokens.</param>
/// <param name="LeastTier">The least tier acceptable.</param>
/// <param name="Class">How soon the job is wanted.</param>
/// <param name="Nonce">16 random bytes, so that a repeat gets the same quote and no two requests the same id.</param>
[GenerateSerializer, Immutable, Alias("cocoon.quote-request")]
public sealed record QuoteRequest(
    [property: Id(0)] AccountAddress Client,
    [property: Id(1)] string Model,
    [property: Id(2)] int MaxPromptTokens,
    [property: Id(3)] int MaxCompletionTokens,
    [property: Id(4)] Tier LeastTier,
    [property: Id(5)] JobClass Class,
    [property: Id(6)] HexBytes Nonce)
{
    /// <summary>Prompt and completion together.</summary>
    public long Tokens => (long)MaxPromptTokens + MaxCompletionTokens;
}
