using System.Diagnostics.Metrics;

namespace Cocoon.Core.Tests;

public sealed class StepTests
{
    [Fact]
    public void A_step_changes_stays_or_refuses()
    {
        var (changed, same, refused) = (Step<string>.To("new"), Step<string>.Stay("old"), Step<string>.Refuse(RefusalCode.NoOffer, "none"));
        var reading = () => refused.State;

        (changed.Changed, changed.State, changed.Refusal).Should().Be((true, "new", null));
        (same.Changed, same.State, same.Refusal).Should().Be((false, "old", null));
        (refused.Changed, refused.Refusal).Should().Be((false, new Refusal(RefusalCode.NoOffer, "none")));
        reading.Should().Throw<InvalidOperationException>();
    }

    [Fact]
    public void A_broken_invariant_is_counted_by_name_and_thrown()
    {
        var counted = new List<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, to) =>
        {
            if (instrument.Name == "cocoon.ledger.invariant_violations") to.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, number, tags, _) =>
        {
            foreach (var tag in tags)
                if (Equals(tag.Value, "I99")) counted.Add($"{tag.Key}={tag.Value} +{number}");
        });
        listener.Start();
        var breaking = () => Invariant.Require(false, "I99", "nothing adds up");

        Invariant.Require(true, "I99", "all is well");
        breaking.Should().Throw<InvariantViolationException>().WithMessage("Invariant I99 is violated: nothing adds up").Which.Invariant.Should().Be("I99");
        counted.Should().Equal("invariant=I99 +1");
    }

    [Fact]
    public void What_broke_an_invariant_is_put_into_words_only_if_it_broke()
    {
        var asked = 0;
        string Found()
        {
            asked++;
            return "seven";
        }
        var broken = () => Invariant.Require(2 < 1, "I5", $"{Found()} of {7}");

        Invariant.Require(1 < 2, "I5", $"{Found()} of {7}");

        asked.Should().Be(0);
        broken.Should().Throw<InvariantViolationException>().WithMessage("*I5*seven of 7*");
    }
}
