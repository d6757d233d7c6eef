using Microsoft.Extensions.Options;

namespace Cocoon.Telemetry.Hosting;

internal sealed class CocoonTelemetryOptionsValidator : IValidateOptions<CocoonTelemetryOptions>
{
    public ValidateOptionsResult Validate(string? name, CocoonTelemetryOptions options)
    {
        var wrong = new List<string>();
        if (options.OtlpEndpoint is { } endpoint && (!endpoint.IsAbsoluteUri || endpoint.Scheme is not ("http" or "https")))
            wrong.Add($"OtlpEndpoint is '{endpoint}'. Give the collector's address as http://host:4317, or leave it out to send nothing.");
        if (!(options.TraceShare is >= 0 and <= 1)) wrong.Add($"TraceShare is {options.TraceShare}. Give a share between 0 (no traces) and 1 (every job).");
        if (options.RecentEvents is < 1 or > 1_000_000) wrong.Add($"RecentEvents is {options.RecentEvents}. Keep between 1 and 1000000 events.");
        if (options.Prometheus.MaxSeries is < 1 or > 100_000) wrong.Add($"Prometheus.MaxSeries is {options.Prometheus.MaxSeries}. Allow between 1 and 100000 series of one metric.");
        if (options.Instance.Length == 0) wrong.Add("Instance is empty. Give this process a name, or leave the setting out.");
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }
}
