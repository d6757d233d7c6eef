namespace Cocoon.Attestation.Appraisals;

/// <summary>Bounds of the verdict cache.</summary>
public sealed class VerdictCacheOptions
{
    /// <summary>Most providers whose verdicts are kept; the one used longest ago goes first. Default: 4096.</summary>
    public int Providers { get; set; } = 4096;

    /// <summary>
    /// Most verdicts of one provider. A provider may write the same evidence in many ways; it then pushes out its own verdicts
    /// only. Two let a renewal overlap. Default: 2.
    /// </summary>
    public int SlotsEach { get; set; } = 2;

    /// <exception cref="ArgumentException">A value is out of range; the message says which.</exception>
    internal void Validate()
    {
        if (Providers < 1) throw new ArgumentException($"VerdictCache:{nameof(Providers)} must be at least 1, not {Providers}.");
        if (SlotsEach is < 1 or > 64) throw new ArgumentException($"VerdictCache:{nameof(SlotsEach)} must be from 1 to 64, not {SlotsEach}.");
    }
}
