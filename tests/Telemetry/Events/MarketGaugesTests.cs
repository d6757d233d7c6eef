using Cocoon.Core.Accounts;
using Cocoon.Core.Money;
using Cocoon.Telemetry.Events;
using Cocoon.Telemetry.Tests.Prometheus;

namespace Cocoon.Telemetry.Tests.Events;

public sealed class MarketGaugesTests : IDisposable
{
    private readonly MovingClock _clock = new();
    private readonly MetricHost _host = new();
    private readonly MarketGauges _gauges;

    public MarketGaugesTests() => _gauges = new MarketGauges(_host.Meters, _clock, ["tiny-jane", "never-offered"]);

    public void Dispose() => _host.Dispose();

    [Fact]
    public void Exposure_adds_up_and_the_channel_nearest_to_its_cap_stands_out()
    {
        _gauges.Channel(Account(1), new Nano(300), new Nano(1_000), null);
        _gauges.Channel(Account(2), new Nano(90), new Nano(100), MovingClock.Start - TimeSpan.FromSeconds(40));
        _gauges.Channel(Account(1), new Nano(200), new Nano(1_000), null);

        Value("cocoon_ledger_exposure_nanoton").Should().Be(290);
        Value("cocoon_ledger_exposure_highest_ratio").Should().Be(0.9);
        Value("cocoon_ledger_outbox_age_seconds").Should().Be(40);
        Value("cocoon_ledger_channels").Should().Be(2);
    }

    [Fact]
    public void A_channel_whose_grain_is_gone_counts_no_more()
    {
        _gauges.Channel(Account(1), new Nano(300), new Nano(1_000), null);
        _clock.Advance(TimeSpan.FromMinutes(3));

        Value("cocoon_ledger_exposure_nanoton").Should().Be(0);
    }

    [Fact]
    public void Lag_is_the_age_of_a_shards_oldest_receipt_and_grows_by_itself()
    {
        _gauges.Settlement(0, 5, new Nano(7), 1, MovingClock.Start - TimeSpan.FromSeconds(60));
        _gauges.Settlement(1, 0, Nano.Zero, 0, null);
        _clock.Advance(TimeSpan.FromSeconds(30));

        Value("cocoon_settlement_lag_seconds", ("shard", "0")).Should().Be(90);
        Value("cocoon_settlement_lag_seconds", ("shard", "1")).Should().Be(0);
        Value("cocoon_settlement_differences", ("shard", "0")).Should().Be(1);
    }

    [Fact]
    public void A_model_that_nobody_offers_stands_at_zero_so_that_an_alert_sees_it()
    {
        _gauges.Offers("tiny-jane", 3, 24);
        Value("cocoon_market_offers", ("model", "never-offered")).Should().Be(0);
        Value("cocoon_market_offers", ("model", "tiny-jane")).Should().Be(3);
        _clock.Advance(TimeSpan.FromMinutes(5));

        Value("cocoon_market_offers", ("model", "tiny-jane")).Should().Be(0);
        Value("cocoon_market_free_slots", ("model", "tiny-jane")).Should().Be(0);
    }

    [Fact]
    public void The_first_appraisal_to_end_is_the_one_shown()
    {
        _gauges.Appraisal(Account(1), "cc-gpu", MovingClock.Start + TimeSpan.FromHours(1));
        _gauges.Appraisal(Account(2), "cc-gpu", MovingClock.Start + TimeSpan.FromMinutes(10));
        _gauges.Appraisal(Account(3), "cpu-tee", MovingClock.Start - TimeSpan.FromMinutes(1));

        Value("cocoon_attestation_expiry_seconds", ("tier", "cc-gpu")).Should().Be(600);
        Value("cocoon_attestation_providers", ("tier", "cc-gpu")).Should().Be(2);
        Value("cocoon_attestation_providers", ("tier", "cpu-tee")).Should().Be(0);
    }

    private double Value(string name, params (string Name, string Value)[] labels) => MetricReader.Samples(_host.Text())
        .Single(sample => sample.Name == name && labels.All(label => sample.Labels[label.Name] == label.Value)).Value;

    private static AccountAddress Account(byte id) => AccountAddress.Parse($"0:{new string('0', 62)}{id:x2}");
}
