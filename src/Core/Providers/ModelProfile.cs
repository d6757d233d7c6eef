using System.Text.Json.Serialization;

namespace Cocoon.Core.Providers;

/// <summary>
/// How fast a model was on its provider's machine, measured by the provider itself when it loaded the model: a claim, as the
/// region is. Rates are tokens a second of all answers together.
/// </summary>
/// <param name="MeasuredAt">When.</param>
/// <param name="FirstTokenP50">Milliseconds to the first token of a short prompt, one answer at a time; the median.</param>
/// <param name="FirstTokenP95">The same; 95 of 100 were faster.</param>
/// <param name="BetweenTokensP50">Milliseconds from one token to the next, one answer at a time; the median.</param>
/// <param name="BetweenTokensP95">The same; 95 of 100 were shorter.</param>
/// <param name="RateAt1">Rate of one answer.</param>
/// <param name="RateAt8">Rate of 8 answers side by side, or of as many as there are slots; 0 if there was no time to measure it.</param>
/// <param name="RateAt32">Rate of 32 answers side by side, or of as many as there are slots; 0 likewise.</param>
[GenerateSerializer, Immutable, Alias("cocoon.model-profile")]
public sealed record ModelProfile(
    [property: Id(0)] DateTimeOffset MeasuredAt,
    [property: Id(1)] double FirstTokenP50,
    [property: Id(2)] double FirstTokenP95,
    [property: Id(3)] double BetweenTokensP50,
    [property: Id(4)] double BetweenTokensP95,
    [property: Id(5)] double RateAt1,
    [property: Id(6)] double RateAt8,
    [property: Id(7)] double RateAt32)
{
    /// <summary>Whether its figures can be: numbers, and none below zero.</summary>
    [JsonIgnore]
    public bool IsValid => new[] { FirstTokenP50, FirstTokenP95, BetweenTokensP50, BetweenTokensP95, RateAt1, RateAt8, RateAt32 }
        .All(static value => double.IsFinite(value) && value >= 0);
}
