namespace Cocoon.Silo.Settings;

/// <summary>Probes of idle offers, paid by the market out of a channel of its own. One core silo of a market has them.</summary>
public sealed class CanarySettings
{
    /// <summary>The channel that pays. Required.</summary>
    public string? Channel { get; init; }

    /// <summary>Signs the channel's vouchers. Required.</summary>
    public string? VoucherKeyFile { get; init; }

    /// <summary>Folder of the channel's voucher state; made when missing. Required.</summary>
    public string? VoucherFolder { get; init; }

    /// <summary>Mean seconds between two probes, 10 to 86,400. More often finds out sooner, and costs more. Default: 300.</summary>
    public int PeriodSeconds { get; init; } = 300;

    /// <summary>Models that are probed; [] for all. Default: [].</summary>
    public IReadOnlyList<string> Models { get; init; } = [];
}
