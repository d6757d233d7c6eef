using System.Globalization;

namespace Cocoon.Core.Pricing;

/// <summary>What auto-pricing made of a utilisation.</summary>
/// <param name="Before">The prices until now.</param>
/// <param name="Prices">The prices from now on.</param>
/// <param name="Utilisation">What was seen, in thousandths.</param>
/// <param name="StepBps">The change that it asked for in basis points, before floor and ceiling.</param>
/// <param name="Rules">By which rules.</param>
public sealed record AutoPriceStep(PriceList Before, PriceList Prices, int Utilisation, int StepBps, AutoPriceRules Rules)
{
    public bool Changed => Prices != Before;

    /// <summary>A sentence for people that says what was seen and done.</summary>
    public string Why => string.Create(CultureInfo.InvariantCulture, $"Utilisation {Utilisation / 10m:0.#} % of the last 5 minutes is {Judged}: prices {Done}.");

    private string Judged => Utilisation > Rules.High ? string.Create(CultureInfo.InvariantCulture, $"above {Rules.High / 10m:0.#} %")
        : Utilisation < Rules.Low ? string.Create(CultureInfo.InvariantCulture, $"below {Rules.Low / 10m:0.#} %")
        : string.Create(CultureInfo.InvariantCulture, $"between {Rules.Low / 10m:0.#} % and {Rules.High / 10m:0.#} %");

    private string Done => (Changed, StepBps) switch
    {
        (false, > 0) => "are at the ceiling",
        (false, < 0) => "are at the floor",
        (false, _) => "stay",
        (true, 0) => "are brought between floor and ceiling",
        _ => string.Create(CultureInfo.InvariantCulture, $"{(StepBps > 0 ? "+" : "-")}{Math.Abs(StepBps) / 100m:0.##} %"),
    };
}
