namespace Cocoon.Core.Market;

/// <summary>Rows of an <see cref="OfferTable"/>, best first.</summary>
/// <param name="Count">How many there are, 0 to <see cref="Router.MaxCandidates"/>.</param>
/// <param name="First">The best.</param>
/// <param name="Second">Where to go if the first refuses.</param>
/// <param name="Third">Where to go if the second refuses too.</param>
/// <param name="IsFree">Whether the first has a slot free, as far as this router knows.</param>
public readonly record struct RoutePick(int Count, int First, int Second, int Third, bool IsFree)
{
    public int this[int place] => (uint)place >= (uint)Count
        ? throw new ArgumentOutOfRangeException(nameof(place), place, $"There are {Count} candidates.")
        : place switch { 0 => First, 1 => Second, _ => Third };

    /// <summary>These rows, and behind them others as far as there are places.</summary>
    internal RoutePick Then(RoutePick others) => (Count, others.Count) switch
    {
        (0, _) => others,
        (1, 1) => this with { Count = 2, Second = others.First },
        (1, > 1) => this with { Count = 3, Second = others.First, Third = others.Second },
        (2, > 0) => this with { Count = 3, Third = others.First },
        _ => this,
    };

    /// <returns>Its place, from 0; -1 when the row was not picked.</returns>
    public int PlaceOf(int row)
    {
        for (var place = 0; place < Count; place++)
            if (this[place] == row) return place;
        return -1;
    }
}
