namespace Cocoon.Attestation.Collateral;

/// <summary>How collateral is kept.</summary>
public sealed class CollateralOptions
{
    /// <summary>Most documents kept; the one used longest ago goes first. A TDX platform needs five. Default: 1024.</summary>
    public int Capacity { get; set; } = 1024;

    /// <summary>How long "nobody has it" is remembered. Longer spares the sources, shorter lets a fix show earlier. Default: 5 s.</summary>
    public TimeSpan AbsentFor { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long after a failed refresh the next one may be tried. Default: 1 min.</summary>
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Life of a key set, which carries no dates. Shorter follows a withdrawn key faster. Default: 1 h.</summary>
    public TimeSpan KeySetAge { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Life of reference values, which carry no dates. Default: 1 day.</summary>
    public TimeSpan RimAge { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Longest time between two looks at a document that is good for years, such as an authority's certificate. Default: 7 days.</summary>
    public TimeSpan LongestAge { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Time for all sources together to give one document. Default: 30 s.</summary>
    public TimeSpan FetchTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Most documents being fetched at once. Default: 8.</summary>
    public int MaxFetches { get; set; } = 8;

    /// <summary>Most documents waited for; what is asked for beyond counts as missing. Default: 256.</summary>
    public int MaxWaiting { get; set; } = 256;

    /// <exception cref="ArgumentException">A value is out of range; the message says which.</exception>
    internal void Validate()
    {
        if (Capacity < 16) throw new ArgumentException($"Collateral:{nameof(Capacity)} must be at least 16, not {Capacity}: one machine needs several documents.");
        if (MaxFetches < 1 || MaxWaiting < MaxFetches) throw new ArgumentException($"Collateral:{nameof(MaxFetches)} must be at least 1, and {nameof(MaxWaiting)} not below it.");
        foreach (var (name, value) in (ReadOnlySpan<(string, TimeSpan)>)[(nameof(AbsentFor), AbsentFor), (nameof(RetryAfter), RetryAfter), (nameof(KeySetAge), KeySetAge), (nameof(RimAge), RimAge), (nameof(LongestAge), LongestAge), (nameof(FetchTimeout), FetchTimeout)])
            if (value <= TimeSpan.Zero || value > TimeSpan.FromDays(365)) throw new ArgumentException($"Collateral:{name} must be above zero and at most a year, not {value}.");
        if (AbsentFor > TimeSpan.FromMinutes(1)) throw new ArgumentException($"Collateral:{nameof(AbsentFor)} must be seconds, not {AbsentFor}: a machine would be refused for want of a document that is there.");
    }
}
