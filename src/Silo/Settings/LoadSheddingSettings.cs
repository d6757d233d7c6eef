namespace Cocoon.Silo.Settings;

/// <summary>When a silo turns gateways' calls away. Callers get 503 and come back, which beats timeouts for everybody. On Orleans only.</summary>
public sealed class LoadSheddingSettings
{
    /// <summary>Percent of the machine's CPU, 50 to 100. 100 never sheds by CPU. Default: 90.</summary>
    public int Cpu { get; init; } = 90;

    /// <summary>
    /// Percent of the memory that the process may have, 50 to 100. Ten percent below it idle grains are sent away first.
    /// Default: 85.
    /// </summary>
    public int Memory { get; init; } = 85;
}
