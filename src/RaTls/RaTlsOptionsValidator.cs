using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;

namespace Cocoon.RaTls;

/// <summary>Refuses limits that protect nothing or stop everything, all at once and by name.</summary>
internal sealed class RaTlsOptionsValidator : IValidateOptions<RaTlsOptions>
{
    public ValidateOptionsResult Validate(string? name, RaTlsOptions options)
    {
        var errors = new List<string>();
        Range(options.HandshakeTimeout, Seconds(1), Seconds(60));
        Range(options.AppraisalTimeout, Seconds(1), Seconds(120));
        Range(options.MaxFrameBytes, 16 * 1024, 1 << 20);
        Range(options.MaxCertificateLife, Seconds(60), TimeSpan.FromDays(1));
        Range(options.MaxConnections, 1, 100_000);
        Range(options.MaxConnectionsPerAddress, 1, options.MaxConnections);
        Range(options.MaxHandshakes, 1, 10_000);
        Range(options.ConnectionsPerPeriod, 1, 100_000);
        Range(options.RatePeriod, Seconds(1), TimeSpan.FromHours(1));
        Range(options.ReappraiseEvery, Seconds(1), Seconds(20));
        Range(options.ReappraisalGrace, Seconds(20), Seconds(60));
        Range(options.MaxSessionAge, Seconds(60), TimeSpan.FromDays(7));
        Range(options.MaxVerdicts, 1, 1_000_000);
        Range(options.RefusalLife, TimeSpan.Zero, Seconds(30));
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);

        void Range<T>(T value, T least, T most, [CallerArgumentExpression(nameof(value))] string option = "") where T : IComparable<T>
        {
            if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
                errors.Add($"{nameof(RaTlsOptions)}.{option["options.".Length..]} is {value}; it must lie between {least} and {most}.");
        }
    }

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);
}
