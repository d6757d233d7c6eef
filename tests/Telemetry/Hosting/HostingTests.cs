using Cocoon.Core;
using Cocoon.Grains.Events;
using Cocoon.Telemetry.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace Cocoon.Telemetry.Tests.Hosting;

public sealed class HostingTests
{
    [Fact]
    public async Task Traces_and_metrics_reach_a_collector()
    {
        await using var sink = await OtlpSink.Start();
        await using (var app = Build(new CocoonTelemetryOptions { OtlpEndpoint = sink.Address, TraceShare = 1, Instance = "core-7" }))
        {
            await app.StartAsync();
            using (MarketTrace.Source.StartActivity("cocoon.test.span")) app.Services.GetRequiredService<IMarketEvents>().Publish(News);
            await app.StopAsync();
        }

        sink.Received.Should().Contain(one => one.Path.EndsWith("TraceService/Export") && one.Body.Contains("cocoon.test.span") && one.Body.Contains("core-7"));
        sink.Received.Should().Contain(one => one.Path.EndsWith("MetricsService/Export") && one.Body.Contains("cocoon.market.jobs") && one.Body.Contains("core-7"));
    }

    [Fact]
    public async Task Without_a_collector_nothing_is_recorded()
    {
        await using var app = Build(new CocoonTelemetryOptions { TraceShare = 1, Instance = "quiet" });
        app.Services.GetServices<IIncomingGrainCallFilter>().Should().BeEmpty("filters cost something on every call");
    }

    [Theory]
    [InlineData(2, "http://127.0.0.1:4317", 10, "*TraceShare is 2*between 0 (no traces) and 1*")]
    [InlineData(0, "ftp://127.0.0.1", 10, "*OtlpEndpoint is 'ftp*http://host:4317*")]
    [InlineData(0, "http://127.0.0.1:4317", 0, "*RecentEvents is 0*")]
    public void Wrong_options_are_refused_at_once_and_say_what_to_do(double share, string endpoint, int events, string message)
    {
        var building = () => Build(new CocoonTelemetryOptions { TraceShare = share, OtlpEndpoint = new Uri(endpoint), RecentEvents = events });

        building.Should().Throw<OptionsValidationException>().WithMessage(message);
    }

    [Theory]
    [InlineData(true, ConsoleFormatterNames.Json)]
    [InlineData(false, ConsoleFormatterNames.Simple)]
    public async Task Logs_are_for_machines_when_they_ask(bool isJson, string formatter)
    {
        await using var app = Build(new CocoonTelemetryOptions { JsonLogs = isJson });

        app.Services.GetRequiredService<IOptions<ConsoleLoggerOptions>>().Value.FormatterName.Should().Be(formatter);
    }

    private static MarketEvent News => new() { Kind = MarketEventKind.JobFailed, At = DateTimeOffset.UnixEpoch, Code = RefusalCode.NoOffer };

    private static WebApplication Build(CocoonTelemetryOptions options)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.AddCocoonTelemetry(options);
        return builder.Build();
    }
}
