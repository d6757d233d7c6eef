namespace Cocoon.Silo.Settings;

/// <summary>The stake that the market asks of providers: told to them before they join, and fixed in each stake's contract.</summary>
public sealed class StakeSettings
{
    /// <summary>Raw address of who may announce a slash. Required.</summary>
    public string? Slasher { get; init; }

    /// <summary>Raw address of who decides appeals. Required.</summary>
    public string? Arbiter { get; init; }

    /// <summary>Raw address that slashed money goes to, usually a vault. Required.</summary>
    public string? Beneficiary { get; init; }

    /// <summary>Hours between asking for a stake and its leaving, 1 to 8,760, above the two others together. Default: 336 (14 days).</summary>
    public int UnbondingHours { get; init; } = 336;

    /// <summary>Hours between announcing a slash and executing it, 1 to 8,760, in which the provider may appeal. Default: 72.</summary>
    public int SlashHours { get; init; } = 72;

    /// <summary>Hours that the arbiter has to decide, 1 to 8,760. Default: 168 (a week).</summary>
    public int AppealHours { get; init; } = 168;

    /// <summary>The least stake in TON that counts for anything. Default: 0.</summary>
    public decimal LeastTon { get; init; }
}
