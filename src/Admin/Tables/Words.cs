using System.Globalization;
using Cocoon.Core.Money;

namespace Cocoon.Admin.Tables;

/// <summary>Values as people read them.</summary>
public static class Words
{
    private const int ShownEnds = 6;
    private const int MaxText = 200;
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    /// <summary>Thousands apart: "12,345".</summary>
    public static string Number(long value) => value.ToString("N0", Culture);

    /// <summary>Six decimals, so that columns line up; all nine for an amount that six would show as zero.</summary>
    public static string Ton(Nano amount)
    {
        var ton = (decimal)amount.Value / Nano.PerTon;
        return ton.ToString(amount.IsZero || Math.Abs(ton) >= 0.000001m ? "#,0.000000" : "0.000000000", Culture);
    }

    /// <summary>"12 s ago", "in 3 h".</summary>
    public static string Relative(DateTimeOffset at, DateTimeOffset now)
    {
        var gap = now - at;
        if (gap.Duration() < TimeSpan.FromSeconds(1)) return "now";
        return gap > TimeSpan.Zero ? $"{Whole(gap)} ago" : $"in {Whole(-gap)}";
    }

    public static string Absolute(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff 'UTC'", Culture);

    /// <summary>A duration with three digits: "870 ms", "1.25 s", "3.5 min".</summary>
    public static string Span(TimeSpan span) => span.TotalMilliseconds switch
    {
        < 10 => span.TotalMilliseconds.ToString("0.## 'ms'", Culture),
        < 1_000 => span.TotalMilliseconds.ToString("0 'ms'", Culture),
        < 60_000 => span.TotalSeconds.ToString("0.## 's'", Culture),
        < 3_600_000 => span.TotalMinutes.ToString("0.# 'min'", Culture),
        < 172_800_000 => span.TotalHours.ToString("0.# 'h'", Culture),
        _ => span.TotalDays.ToString("0.# 'd'", Culture),
    };

    public static string Bytes(long bytes) => bytes switch
    {
        < 1 << 10 => $"{bytes} B",
        < 1 << 20 => (bytes / 1024.0).ToString("0.0 'KiB'", Culture),
        < 1 << 30 => (bytes / 1048576.0).ToString("0 'MiB'", Culture),
        _ => (bytes / 1073741824.0).ToString("0.0 'GiB'", Culture),
    };

    /// <summary>Both ends of a long address or hash, which is enough to tell it from others.</summary>
    public static string Short(string text) => text.Length <= 2 * ShownEnds + 1 ? text : $"{text[..ShownEnds]}…{text[^ShownEnds..]}";

    public static string Cut(string text) => text.Length <= MaxText ? text : text[..MaxText] + "…";

    /// <summary>"1 receipt", "2 receipts".</summary>
    public static string Count(int count, string what) => $"{Number(count)} {what}{(count == 1 ? "" : "s")}";

    private static string Whole(TimeSpan gap) => gap.TotalSeconds switch
    {
        < 100 => $"{gap.TotalSeconds:0} s",
        < 6_000 => $"{gap.TotalMinutes:0} min",
        < 172_800 => $"{gap.TotalHours:0} h",
        _ => $"{gap.TotalDays:0} d",
    };
}
