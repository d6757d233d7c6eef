namespace Cocoon.Silo.Settings;

/// <summary>A voucher key that its owner entrusts to this gateway.</summary>
public sealed class VoucherKeeperSettings
{
    /// <summary>Raw address of the channel it signs for. Required.</summary>
    public string? Channel { get; init; }

    /// <summary>File with the channel's voucher key: a 32-byte seed as 64 hex digits, readable by its owner only. Required.</summary>
    public string? KeyFile { get; init; }

    /// <summary>Most it signs for in one UTC day, in TON, counted from the start of the process. Required.</summary>
    public decimal? DailyLimit { get; init; }
}
