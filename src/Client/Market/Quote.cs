using Cocoon.Core.Money;
using Cocoon.Core.Pricing;

namespace Cocoon.Client;

/// <summary>
/// What a request would cost at the lowest prices on offer now. It binds nobody: another caller may take the cheapest slot
/// first. <see cref="InferenceRequest.PriceCeiling"/> set to <see cref="Prices"/> makes sure that it is not dearer.
/// </summary>
/// <param name="Model">Model id.</param>
/// <param name="Prices">Lowest prices on offer, in nano per million tokens.</param>
/// <param name="PromptTokens">Prompt tokens that it counts.</param>
/// <param name="CompletionTokens">Tokens of the answers that it counts.</param>
/// <param name="Charge">What these cost together.</param>
/// <param name="Providers">How many offer the model.</param>
/// <param name="Tiers">Their tiers, by name.</param>
public sealed record Quote(
    string Model, PriceList Prices, int PromptTokens, int CompletionTokens, Nano Charge, int Providers, IReadOnlyList<string> Tiers);
