namespace Cocoon.Simulation.Economy;

/// <summary>Ten minutes of one model.</summary>
internal struct Cell
{
    public long Arrived;
    public long Refused;
    public long FirstTries;
    public long FirstLeases;
    public long SlotsUsed;
    public long SlotsUp;

    /// <summary>Answer tokens leased, and nano per million of them times the tokens.</summary>
    public double Tokens;
    public double PricedTokens;

    public readonly double Utilisation => SlotsUp == 0 ? 0 : (double)SlotsUsed / SlotsUp;
}
